"""VideoBERT (Sun et al., ICCV 2019): one transformer over language and video, laid out like a model of transformers."""
