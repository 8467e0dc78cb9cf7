"""How the starter pack's weights are made, from public checkpoints and captioned photographs."""
