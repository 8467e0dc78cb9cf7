<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutPage</name>
    <message>
        <source>Show the terms of the weights</source>
        <translation>显示权重的使用条款</translation>
    </message>
    <message>
        <source>Show the logs</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Version {version}. Everything stays on this machine.</source>
        <translation>版本 {version}。一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>The program is free software under the MIT licence.</source>
        <translation>本程序是采用 MIT 许可的自由软件。</translation>
    </message>
    <message>
        <source>The starter pack&apos;s weights are for personal and research use only: the pictures and captions that they were trained on may be used for research only. They build on EfficientNet-Lite and MiniLM (Apache 2.0).</source>
        <translation>入门模型包的权重仅供个人和研究使用：训练所用的图片和说明文字只允许用于研究。它们以 EfficientNet-Lite 和 MiniLM（Apache 2.0）为基础。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Qt for Python (LGPL 3.0), PyTorch (BSD), Transformers, Tokenizers and Safetensors (Apache 2.0), FAISS (MIT), PyAV (BSD) with FFmpeg, NumPy (BSD), Inter and Noto Sans (OFL) and others, each under its own licence.</source>
        <translation>Qt for Python（LGPL 3.0）、PyTorch（BSD）、Transformers、Tokenizers 和 Safetensors（Apache 2.0）、FAISS（MIT）、PyAV（BSD）与 FFmpeg、NumPy（BSD）、Inter 和 Noto Sans（OFL）等，各自遵循其许可。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>使用的软件</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Say what to look for as well</source>
        <translation>还要说明想找什么</translation>
    </message>
    <message>
        <source>So far there are only words that are not wanted. Add what is to be seen, as in “dog -beach”.</source>
        <translation>目前只有要排除的词。请加上想看到的内容，例如“dog -beach”。</translation>
    </message>
    <message>
        <source>There are no words to look for</source>
        <translation>没有可搜索的词</translation>
    </message>
    <message>
        <source>Signs and emoji cannot be searched for. Say in a few words what is to be seen.</source>
        <translation>符号和表情无法搜索。请用几个词说明想看到的内容。</translation>
    </message>
    <message>
        <source>This library understands English</source>
        <translation>此资料库只懂英语</translation>
    </message>
    <message>
        <source>Try the same in English; a few plain words are enough.</source>
        <translation>请换成英语再试，几个简单的词就够了。</translation>
    </message>
    <message>
        <source>This library does not know this language</source>
        <translation>此资料库不懂这种语言</translation>
    </message>
    <message>
        <source>Try the same in another language; a few plain words are enough.</source>
        <translation>请换一种语言再试，几个简单的词就够了。</translation>
    </message>
    <message>
        <source>“More like this” on a moment that was found needs no words at all.</source>
        <translation>对找到的片段使用“更多类似的”，则完全不需要文字。</translation>
    </message>
    <message>
        <source>This is more than can be searched for at once</source>
        <translation>一次搜索的内容太长了</translation>
    </message>
    <message>
        <source>Only the first {count} characters count.</source>
        <translation>只有前 {count} 个字符有效。</translation>
    </message>
</context>
<context>
    <name>ChannelChips</name>
    <message>
        <source>Only what is</source>
        <translation>仅限</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>看到的</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>说到的</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写着的</translation>
    </message>
    <message>
        <source>Only what is written in the picture</source>
        <translation>仅限画面中写着的内容</translation>
    </message>
    <message>
        <source>Only what is to be seen</source>
        <translation>仅限画面中看到的内容</translation>
    </message>
    <message>
        <source>Only what is said, or stands in the subtitles</source>
        <translation>仅限说到或字幕中的内容</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open the folder of the log</source>
        <translation>打开日志所在文件夹</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Since then one more fault has happened.</source>
        <translation>此后又发生了 1 个错误。</translation>
    </message>
    <message>
        <source>Since then {count} more faults have happened.</source>
        <translation>此后又发生了 {count} 个错误。</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>隐藏详情</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Details of the fault</source>
        <translation>错误详情</translation>
    </message>
    <message>
        <source>This is a fault of the program itself</source>
        <translation>这是程序本身的错误</translation>
    </message>
    <message>
        <source>You can go on, or close the window and start again. Your videos are not touched.</source>
        <translation>你可以继续，也可以关闭窗口后重新打开。你的视频不受影响。</translation>
    </message>
</context>
<context>
    <name>CrashReporter</name>
    <message>
        <source>What happened is written down in {file}</source>
        <translation>经过已记录在 {file}</translation>
    </message>
    <message>
        <source>What happened could not be written down: {reason}.</source>
        <translation>经过未能记录下来：{reason}。</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Add a folder of videos</source>
        <translation>添加视频文件夹</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>Keep the library in</source>
        <translation>资料库存放位置</translation>
    </message>
    <message>
        <source>Save the frame</source>
        <translation>保存画面</translation>
    </message>
    <message>
        <source>Save the transcript</source>
        <translation>保存文字稿</translation>
    </message>
</context>
<context>
    <name>ExampleChip</name>
    <message>
        <source>Search without this example</source>
        <translation>不用这个示例搜索</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>“{word}” looked most at {time}, {place}</source>
        <translation>“{word}”最注意 {time}，{place}</translation>
    </message>
    <message>
        <source>at the top left</source>
        <translation>左上方</translation>
    </message>
    <message>
        <source>at the top</source>
        <translation>上方</translation>
    </message>
    <message>
        <source>at the top right</source>
        <translation>右上方</translation>
    </message>
    <message>
        <source>at the left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>in the middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>at the right</source>
        <translation>右侧</translation>
    </message>
    <message>
        <source>at the bottom left</source>
        <translation>左下方</translation>
    </message>
    <message>
        <source>at the bottom</source>
        <translation>下方</translation>
    </message>
    <message>
        <source>at the bottom right</source>
        <translation>右下方</translation>
    </message>
</context>
<context>
    <name>ExplanationPanel</name>
    <message>
        <source>Why this?</source>
        <translation>为什么是这个？</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at this moment once more</source>
        <translation>正在再看一遍这个片段</translation>
    </message>
    <message>
        <source>There is no word in this search that could look anywhere.</source>
        <translation>这次搜索里没有可以指向画面的词。</translation>
    </message>
    <message>
        <source>All words together. Point at one to see where it looked.</source>
        <translation>所有词合在一起。指向一个词，看看它注意了哪里。</translation>
    </message>
</context>
<context>
    <name>FilterButton</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filters: 1 is set</source>
        <translation>筛选：已设 1 项</translation>
    </message>
    <message>
        <source>Filters: {count} are set</source>
        <translation>筛选：已设 {count} 项</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Only in this folder</source>
        <translation>仅在此文件夹中</translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>所有文件夹</translation>
    </message>
    <message>
        <source>Recorded from</source>
        <translation>拍摄起始日期</translation>
    </message>
    <message>
        <source>Recorded before</source>
        <translation>拍摄截止日期</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>最低可信度</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>清除所有筛选</translation>
    </message>
    <message>
        <source>at least {percent} %</source>
        <translation>至少 {percent}%</translation>
    </message>
    <message>
        <source>any confidence</source>
        <translation>不限可信度</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>可信度</translation>
    </message>
</context>
<context>
    <name>FindingFlow</name>
    <message>
        <source>This search could not be made</source>
        <translation>这次搜索未能进行</translation>
    </message>
    <message>
        <source>Opening the library</source>
        <translation>正在打开资料库</translation>
    </message>
    <message>
        <source>Say in your own words what is to be seen, as in “a dog runs along the beach”.</source>
        <translation>用自己的话说出想看到的画面，例如“a dog runs along the beach”。</translation>
    </message>
    <message>
        <source>Describe a moment</source>
        <translation>描述一个片段</translation>
    </message>
    <message>
        <source>Videos can be searched one by one, as soon as each is done.</source>
        <translation>每个视频处理完后，就可以立即搜索。</translation>
    </message>
    <message>
        <source>Getting to know your videos</source>
        <translation>正在了解你的视频</translation>
    </message>
    <message>
        <source>None of the videos is indexed yet. The library on the left says how each of them is doing.</source>
        <translation>还没有视频完成索引。左侧的资料库会显示每个视频的进度。</translation>
    </message>
    <message>
        <source>Nothing to search yet</source>
        <translation>还没有可搜索的内容</translation>
    </message>
    <message>
        <source>What you search for shows up here.</source>
        <translation>搜索结果会显示在这里。</translation>
    </message>
    <message>
        <source>No videos yet</source>
        <translation>还没有视频</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>You can search what is indexed while the rest is still being looked at.</source>
        <translation>其余视频还在处理时，已索引的部分就可以搜索。</translation>
    </message>
    <message>
        <source>Choose a folder to begin.</source>
        <translation>请选择一个文件夹开始。</translation>
    </message>
    <message>
        <source>Find moments in your own videos</source>
        <translation>在自己的视频中找到那些片段</translation>
    </message>
    <message>
        <source>Describe what you remember, and be there. Everything happens on this machine: no video, no picture and no word of yours ever leaves it.</source>
        <translation>描述你记得的画面，立刻回到那一刻。一切都在这台电脑上完成：你的视频、画面和文字都不会离开它。</translation>
    </message>
    <message>
        <source>Choose folders, or drop them here. Your files are only read, and never changed.</source>
        <translation>选择文件夹，或把它们拖到这里。你的文件只会被读取，不会被改动。</translation>
    </message>
    <message>
        <source>Your videos</source>
        <translation>你的视频</translation>
    </message>
    <message>
        <source>Change where the index lives</source>
        <translation>更改索引的存放位置</translation>
    </message>
    <message>
        <source>What is known of your videos: about 20 MB for an hour of video.</source>
        <translation>保存对视频的了解：每小时视频约占 20 MB。</translation>
    </message>
    <message>
        <source>Where the index lives</source>
        <translation>索引的存放位置</translation>
    </message>
    <message>
        <source>How closely to look</source>
        <translation>分析的细致程度</translation>
    </message>
    <message>
        <source>It can be changed at any time.</source>
        <translation>可以随时更改。</translation>
    </message>
</context>
<context>
    <name>FittingRow</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>FolderList</name>
    <message>
        <source>Folders of the library</source>
        <translation>资料库的文件夹</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监视</translation>
    </message>
</context>
<context>
    <name>FolderModel</name>
    <message>
        <source>All videos</source>
        <translation>所有视频</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Take {folder} away</source>
        <translation>移除 {folder}</translation>
    </message>
    <message>
        <source>not there now</source>
        <translation>现在找不到</translation>
    </message>
    <message>
        <source>1 video</source>
        <translation>1 个视频</translation>
    </message>
    <message>
        <source>{count} videos</source>
        <translation>{count} 个视频</translation>
    </message>
</context>
<context>
    <name>FrameSaving</name>
    <message>
        <source>The picture could not be saved: {error}.</source>
        <translation>无法保存画面：{error}。</translation>
    </message>
    <message>
        <source>Choose another folder or another kind of picture.</source>
        <translation>请选择另一个文件夹或另一种图片格式。</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>Clear what was watched</source>
        <translation>清除观看记录</translation>
    </message>
    <message>
        <source>Clear the search history</source>
        <translation>清除搜索历史</translation>
    </message>
    <message>
        <source>Cleared</source>
        <translation>已清除</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of the window and its messages.</source>
        <translation>窗口和提示所用的语言。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>The colours of the window.</source>
        <translation>窗口的颜色。</translation>
    </message>
    <message>
        <source>Where a video was left and what of it was watched. It is kept in the library, on this machine.</source>
        <translation>每个视频看到哪里、看过哪些部分。记录保存在这台电脑的资料库中。</translation>
    </message>
    <message>
        <source>Remember what was watched</source>
        <translation>记住观看进度</translation>
    </message>
    <message>
        <source>What was searched for lately, offered again in the search field.</source>
        <translation>最近搜索的内容，会在搜索框中再次提供。</translation>
    </message>
    <message>
        <source>Search history</source>
        <translation>搜索历史</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear for good?</source>
        <translation>确定彻底清除？</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Keyboard shortcuts (?)</source>
        <translation>键盘快捷键 (?)</translation>
    </message>
    <message>
        <source>Preferences (Ctrl+,)</source>
        <translation>设置 (Ctrl+,)</translation>
    </message>
</context>
<context>
    <name>HistoryPopup</name>
    <message>
        <source>Earlier searches</source>
        <translation>以前的搜索</translation>
    </message>
    <message>
        <source>Clear history</source>
        <translation>清除历史</translation>
    </message>
</context>
<context>
    <name>IndexingBar</name>
    <message>
        <source>Indexing</source>
        <translation>正在索引</translation>
    </message>
    <message>
        <source>Pause indexing</source>
        <translation>暂停索引</translation>
    </message>
    <message>
        <source>Stop indexing</source>
        <translation>停止索引</translation>
    </message>
    <message>
        <source>Resume indexing</source>
        <translation>继续索引</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Paused at</source>
        <translation>已暂停，进度</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Looking through files</source>
        <translation>正在查看文件</translation>
    </message>
    <message>
        <source>Updating the search</source>
        <translation>正在更新搜索</translation>
    </message>
    <message>
        <source>First look at</source>
        <translation>初步查看</translation>
    </message>
    <message>
        <source>Listening to</source>
        <translation>正在听</translation>
    </message>
    <message>
        <source>Reading what is written in</source>
        <translation>正在读取画面文字：</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>&lt; 1 min left</source>
        <translation>剩余不到 1 分钟</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>剩余 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h left</source>
        <translation>剩余 {hours} 小时</translation>
    </message>
</context>
<context>
    <name>IndexingPage</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Stop ({percent} %)</source>
        <translation>停止（{percent}%）</translation>
    </message>
    <message>
        <source>{name} is being downloaded.</source>
        <translation>正在下载 {name}。</translation>
    </message>
    <message>
        <source>Install…</source>
        <translation>安装…</translation>
    </message>
    <message>
        <source>Download a speech pack</source>
        <translation>下载语音包</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>For what is indexed from now on. What was looked at more closely stays as it is.</source>
        <translation>适用于今后的索引。已经更细致分析过的内容保持不变。</translation>
    </message>
    <message>
        <source>How closely to look</source>
        <translation>分析的细致程度</translation>
    </message>
    <message>
        <source>Which speech pack listens, so that what is said can be found.</source>
        <translation>用哪个语音包来听，以便找到说过的话。</translation>
    </message>
    <message>
        <source>Recognise speech</source>
        <translation>识别语音</translation>
    </message>
    <message>
        <source>So that signs, slides and titles can be found. A fast look never reads.</source>
        <translation>以便找到招牌、幻灯片和标题。快速查看时不读取文字。</translation>
    </message>
    <message>
        <source>Read what is written in pictures</source>
        <translation>读取画面中的文字</translation>
    </message>
    <message>
        <source>Where the model runs.</source>
        <translation>模型在哪里运行。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>How many processor threads the model takes while it indexes.</source>
        <translation>索引时模型占用多少个处理器线程。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>No speech pack installed</source>
        <translation>未安装语音包</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of the Mac (Metal)</source>
        <translation>Mac 图形处理器 (Metal)</translation>
    </message>
</context>
<context>
    <name>LibraryBar</name>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Filter videos by name or folder</source>
        <translation>按名称或文件夹筛选视频</translation>
    </message>
    <message>
        <source>Add videos</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>Sort videos</source>
        <translation>视频排序</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>When it was added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>When it was recorded</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>How it is doing</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Ascending</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>降序</translation>
    </message>
</context>
<context>
    <name>LibraryButton</name>
    <message>
        <source>New library…</source>
        <translation>新建资料库…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Library {name}</source>
        <translation>资料库 {name}</translation>
    </message>
    <message>
        <source>Change to another library</source>
        <translation>切换到另一个资料库</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>No folder yet. Add one, and its videos become searchable.</source>
        <translation>还没有文件夹。添加一个，其中的视频就可以搜索了。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>New files in these folders are indexed by themselves while the window is open.</source>
        <translation>窗口打开时，这些文件夹中的新文件会自动索引。</translation>
    </message>
    <message>
        <source>Watch the folders</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Their files are only ever read. A folder that is taken away keeps its videos in the library.</source>
        <translation>其中的文件只会被读取。移除文件夹后，它的视频仍保留在资料库中。</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Show the index in the file manager</source>
        <translation>在文件管理器中显示索引</translation>
    </message>
    <message>
        <source>What is known of the videos: about 20 MB for an hour of video.</source>
        <translation>保存对视频的了解：每小时视频约占 20 MB。</translation>
    </message>
    <message>
        <source>Where the index lives</source>
        <translation>索引的存放位置</translation>
    </message>
</context>
<context>
    <name>LibraryPane</name>
    <message>
        <source>Videos of the library</source>
        <translation>资料库的视频</translation>
    </message>
</context>
<context>
    <name>LibraryTop</name>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续观看</translation>
    </message>
    <message>
        <source>Not seen yet</source>
        <translation>还没看过</translation>
    </message>
    <message>
        <source>{shown} of {total} videos</source>
        <translation>{shown} 个视频，共 {total} 个</translation>
    </message>
    <message>
        <source>Because you watched {name}</source>
        <translation>因为你看过 {name}</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add a folder, or drop videos here. They stay where they are, and nothing leaves this computer.</source>
        <translation>添加文件夹，或把视频拖到这里。它们留在原处，任何内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>No videos yet</source>
        <translation>还没有视频</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No video has these words in its name, or lies in this folder.</source>
        <translation>没有视频的名称包含这些词，或位于此文件夹中。</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
</context>
<context>
    <name>LineDelegate</name>
    <message>
        <source>What the line says</source>
        <translation>这一行的内容</translation>
    </message>
</context>
<context>
    <name>LineView</name>
    <message>
        <source>Transcript</source>
        <translation>文字稿</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy with times</source>
        <translation>连同时间复制</translation>
    </message>
    <message>
        <source>Edit the line</source>
        <translation>编辑这一行</translation>
    </message>
    <message>
        <source>Undo the edit</source>
        <translation>撤销编辑</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Opening the library</source>
        <translation>正在打开资料库</translation>
    </message>
    <message>
        <source>The library cannot be opened</source>
        <translation>无法打开资料库</translation>
    </message>
</context>
<context>
    <name>Managing</name>
    <message>
        <source>{name} is no longer in the library.</source>
        <translation>{name} 已不在资料库中。</translation>
    </message>
    <message>
        <source>{count} videos are no longer in the library.</source>
        <translation>{count} 个视频已不在资料库中。</translation>
    </message>
    <message>
        <source>{folder} is no longer watched. Its videos stay in the library.</source>
        <translation>不再监视 {folder}。它的视频仍保留在资料库中。</translation>
    </message>
</context>
<context>
    <name>MatchStrip</name>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Text on screen</source>
        <translation>画面文字</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 条</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>ModeChoice</name>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>A glance every few seconds. Finds scenes; may miss what is brief.</source>
        <translation>每隔几秒看一眼。能找到场景，但可能漏掉短暂的内容。</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Looks twice a second. Right for nearly every collection.</source>
        <translation>每秒看两次。几乎适合所有视频。</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>细致</translation>
    </message>
    <message>
        <source>Looks four times a second, for quick actions. Takes longest.</source>
        <translation>每秒看四次，适合快速动作。耗时最长。</translation>
    </message>
</context>
<context>
    <name>Moment</name>
    <message>
        <source>very sure</source>
        <translation>非常确定</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>也许</translation>
    </message>
    <message>
        <source>hardly</source>
        <translation>不太可能</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>said: “{text}”</source>
        <translation>说到：“{text}”</translation>
    </message>
    <message>
        <source>written: “{text}”</source>
        <translation>写着：“{text}”</translation>
    </message>
    <message>
        <source>seen in the picture</source>
        <translation>见于画面</translation>
    </message>
    <message>
        <source>1 moment</source>
        <translation>1 个片段</translation>
    </message>
    <message>
        <source>{count} moments</source>
        <translation>{count} 个片段</translation>
    </message>
    <message>
        <source>Less likely</source>
        <translation>较不可能</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>MomentDelegate</name>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>MomentView</name>
    <message>
        <source>Moments found</source>
        <translation>找到的片段</translation>
    </message>
    <message>
        <source>More like this ({key})</source>
        <translation>更多类似的 ({key})</translation>
    </message>
    <message>
        <source>Why this? ({key})</source>
        <translation>为什么是这个？（{key}）</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似的</translation>
    </message>
    <message>
        <source>Why this?</source>
        <translation>为什么是这个？</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy time</source>
        <translation>复制时间</translation>
    </message>
</context>
<context>
    <name>NotInLibrary</name>
    <message>
        <source>Nothing else here looks like that for certain.</source>
        <translation>这里没有其他内容能确定与它相似。</translation>
    </message>
    <message>
        <source>Nothing here looks like “{text}” for certain.</source>
        <translation>这里没有内容能确定符合“{text}”。</translation>
    </message>
</context>
<context>
    <name>PlayerHeader</name>
    <message>
        <source>Close the video</source>
        <translation>关闭视频</translation>
    </message>
</context>
<context>
    <name>PlayerKeys</name>
    <message>
        <source>Playing</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Slower; at normal speed, 1 second back</source>
        <translation>减速；正常速度时后退 1 秒</translation>
    </message>
    <message>
        <source>Pause, and back to normal speed</source>
        <translation>暂停，并恢复正常速度</translation>
    </message>
    <message>
        <source>Play, then faster with each press</source>
        <translation>播放，每按一次再加速</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>调高音量</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>调低音量</translation>
    </message>
    <message>
        <source>Sound off or on</source>
        <translation>关闭或打开声音</translation>
    </message>
    <message>
        <source>Subtitles on or off</source>
        <translation>打开或关闭字幕</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>1 second back</source>
        <translation>后退 1 秒</translation>
    </message>
    <message>
        <source>1 second forward</source>
        <translation>前进 1 秒</translation>
    </message>
    <message>
        <source>10 seconds back</source>
        <translation>后退 10 秒</translation>
    </message>
    <message>
        <source>10 seconds forward</source>
        <translation>前进 10 秒</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>To the beginning</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到结尾</translation>
    </message>
    <message>
        <source>Frames and stretches</source>
        <translation>画面和选段</translation>
    </message>
    <message>
        <source>The stretch begins here (in point)</source>
        <translation>选段从这里开始（入点）</translation>
    </message>
    <message>
        <source>The stretch ends here (out point)</source>
        <translation>选段到这里结束（出点）</translation>
    </message>
    <message>
        <source>To the in point</source>
        <translation>到入点</translation>
    </message>
    <message>
        <source>To the out point</source>
        <translation>到出点</translation>
    </message>
    <message>
        <source>Give up the stretch</source>
        <translation>取消选段</translation>
    </message>
    <message>
        <source>Copy the frame</source>
        <translation>复制画面</translation>
    </message>
    <message>
        <source>Save the frame as a picture</source>
        <translation>将画面存为图片</translation>
    </message>
</context>
<context>
    <name>PlayerPane</name>
    <message>
        <source>Player</source>
        <translation>播放器</translation>
    </message>
    <message>
        <source>This video cannot be shown</source>
        <translation>无法播放此视频</translation>
    </message>
    <message>
        <source>Frame copied</source>
        <translation>画面已复制</translation>
    </message>
    <message>
        <source>Nothing is playing</source>
        <translation>没有正在播放的视频</translation>
    </message>
    <message>
        <source>Choose a video on the left, or describe a moment.</source>
        <translation>在左侧选择视频，或描述一个片段。</translation>
    </message>
</context>
<context>
    <name>PlayingFlow</name>
    <message>
        <source>The frame is saved: {path}</source>
        <translation>画面已保存：{path}</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PreferringFlow</name>
    <message>
        <source>The speech pack {name} is installed.</source>
        <translation>语音包 {name} 已安装。</translation>
    </message>
</context>
<context>
    <name>ReadingFlow</name>
    <message>
        <source>The transcript is saved: {path}</source>
        <translation>文字稿已保存：{path}</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>New results: show</source>
        <translation>有新结果：显示</translation>
    </message>
    <message>
        <source>The nearest moments</source>
        <translation>最接近的片段</translation>
    </message>
    <message>
        <source>Not in your library</source>
        <translation>你的资料库中没有</translation>
    </message>
    <message>
        <source>Group by video</source>
        <translation>按视频分组</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>The first search takes a little longer.</source>
        <translation>第一次搜索会稍慢一些。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>RevealingFlow</name>
    <message>
        <source>It is in this folder: {folder}</source>
        <translation>它在此文件夹中：{folder}</translation>
    </message>
    <message>
        <source>No file manager could be opened.</source>
        <translation>无法打开文件管理器。</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>{title}. {text}</source>
        <translation>{title}。{text}</translation>
    </message>
    <message>
        <source>Describe a moment</source>
        <translation>描述一个片段</translation>
    </message>
    <message>
        <source>Search: describe a moment</source>
        <translation>搜索：描述一个片段</translation>
    </message>
    <message>
        <source>Describe a moment in your own words ( / ); -word leaves out what shows it</source>
        <translation>用自己的话描述一个片段 ( / )；“-词”表示排除含有它的内容</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Searching</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Describe a moment</source>
        <translation>描述一个片段</translation>
    </message>
    <message>
        <source>From the search field to what was found</source>
        <translation>从搜索框移到搜索结果</translation>
    </message>
    <message>
        <source>Go through what was found</source>
        <translation>浏览搜索结果</translation>
    </message>
    <message>
        <source>Play the moment</source>
        <translation>播放片段</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>查找类似片段</translation>
    </message>
    <message>
        <source>Why the moment was found</source>
        <translation>为什么找到这个片段</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>资料库</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Go through the videos</source>
        <translation>浏览视频</translation>
    </message>
    <message>
        <source>Play the video</source>
        <translation>播放视频</translation>
    </message>
    <message>
        <source>Forget the video</source>
        <translation>移除视频</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Go on to the next part</source>
        <translation>移到下一部分</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show these keys</source>
        <translation>显示这些快捷键</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>What is shown beside the player</source>
        <translation>播放器旁边显示的内容</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>文字稿</translation>
    </message>
</context>
<context>
    <name>SpeedButton</name>
    <message>
        <source>Speed (J, L)</source>
        <translation>速度 (J, L)</translation>
    </message>
    <message>
        <source>Speed: {rate}</source>
        <translation>速度：{rate}</translation>
    </message>
</context>
<context>
    <name>StoragePage</name>
    <message>
        <source>Clear the thumbnails</source>
        <translation>清除缩略图</translation>
    </message>
    <message>
        <source>Clear the search index</source>
        <translation>清除搜索索引</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Pictures for the library and the timeline. They are made again as needed.</source>
        <translation>资料库和时间轴所用的画面。需要时会重新生成。</translation>
    </message>
    <message>
        <source>In each library. The oldest make room for new ones.</source>
        <translation>每个资料库分别计算。超出时删除最旧的。</translation>
    </message>
    <message>
        <source>Makes searching quick. It is built again when it is needed.</source>
        <translation>让搜索更快。需要时会重新建立。</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Limit for thumbnails</source>
        <translation>缩略图空间上限</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>搜索索引</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>Stretch</name>
    <message>
        <source>{start} – {end} ({length})</source>
        <translation>{start} – {end}（{length}）</translation>
    </message>
    <message>
        <source>from {start}</source>
        <translation>从 {start} 起</translation>
    </message>
    <message>
        <source>to {end}</source>
        <translation>到 {end}</translation>
    </message>
</context>
<context>
    <name>StretchChip</name>
    <message>
        <source>Give up the stretch (X)</source>
        <translation>取消选段 (X)</translation>
    </message>
    <message>
        <source>Give up the stretch {stretch}</source>
        <translation>取消选段 {stretch}</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Back</source>
        <translation>向前</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>向后</translation>
    </message>
</context>
<context>
    <name>TendingFlow</name>
    <message>
        <source>Indexing was stopped. What is indexed so far can be searched.</source>
        <translation>索引已停止。已索引的部分可以搜索。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cleared.</source>
        <translation>已清除。</translation>
    </message>
    <message>
        <source>Forget {videos}? The files stay where they are; what was indexed of them is removed.</source>
        <translation>从资料库中移除{videos}？文件保持不动，只删除它们的索引。</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>TimeButton</name>
    <message>
        <source>Where the video is; press for the number of the frame</source>
        <translation>当前播放位置；按下显示帧号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Frame {number} of {count}</source>
        <translation>第 {number} 帧，共 {count} 帧</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>{time} of {duration}</source>
        <translation>{time} / {duration}</translation>
    </message>
</context>
<context>
    <name>TimelinePreview</name>
    <message>
        <source>{time}  ·  match {percent} %</source>
        <translation>{time}  ·  匹配 {percent}%</translation>
    </message>
</context>
<context>
    <name>TranscriptPane</name>
    <message>
        <source>Search in this transcript</source>
        <translation>在文字稿中搜索</translation>
    </message>
    <message>
        <source>Which transcript</source>
        <translation>选择文字稿</translation>
    </message>
    <message>
        <source>Save the transcript</source>
        <translation>保存文字稿</translation>
    </message>
    <message>
        <source>No video is open</source>
        <translation>没有打开的视频</translation>
    </message>
    <message>
        <source>What is said in a video is shown here while it plays.</source>
        <translation>播放时，这里会显示视频中说的话。</translation>
    </message>
    <message>
        <source>A silent video</source>
        <translation>无声的视频</translation>
    </message>
    <message>
        <source>It has neither sound nor subtitles.</source>
        <translation>它既没有声音也没有字幕。</translation>
    </message>
    <message>
        <source>No transcript yet</source>
        <translation>还没有文字稿</translation>
    </message>
    <message>
        <source>Subtitles beside the video are read by themselves. To have speech recognised, install a speech pack: in the preferences, under Indexing.</source>
        <translation>视频旁边的字幕会自动读取。要识别语音，请在设置的“索引”中安装语音包。</translation>
    </message>
    <message>
        <source>Nobody speaks</source>
        <translation>没有人说话</translation>
    </message>
    <message>
        <source>The video was listened to, and no words were heard.</source>
        <translation>已经听过此视频，没有听到话语。</translation>
    </message>
    <message>
        <source>Subtitles in the video</source>
        <translation>视频内的字幕</translation>
    </message>
    <message>
        <source>Subtitle file</source>
        <translation>字幕文件</translation>
    </message>
    <message>
        <source>Recognised speech</source>
        <translation>识别的语音</translation>
    </message>
    <message>
        <source>Not said here</source>
        <translation>这里没有说到</translation>
    </message>
    <message>
        <source>No line holds these words.</source>
        <translation>没有哪一行包含这些词。</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>打开声音</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>关闭声音</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>This video has no subtitles</source>
        <translation>此视频没有字幕</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>退出全屏</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Previous frame</source>
        <translation>上一帧</translation>
    </message>
    <message>
        <source>Next frame</source>
        <translation>下一帧</translation>
    </message>
    <message>
        <source>10 seconds back</source>
        <translation>后退 10 秒</translation>
    </message>
    <message>
        <source>10 seconds forward</source>
        <translation>前进 10 秒</translation>
    </message>
    <message>
        <source>The stretch begins here</source>
        <translation>选段从这里开始</translation>
    </message>
    <message>
        <source>The stretch ends here</source>
        <translation>选段到这里结束</translation>
    </message>
    <message>
        <source>Copy the frame</source>
        <translation>复制画面</translation>
    </message>
    <message>
        <source>Save the frame as a picture</source>
        <translation>将画面存为图片</translation>
    </message>
    <message>
        <source>{text} ({key})</source>
        <translation>{text} ({key})</translation>
    </message>
</context>
<context>
    <name>VideoDelegate</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
</context>
<context>
    <name>VideoMenu</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Index first</source>
        <translation>优先索引</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Index again</source>
        <translation>重新索引</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>VideoModel</name>
    <message>
        <source>indexing, {percent} %</source>
        <translation>正在索引，{percent}%</translation>
    </message>
    <message>
        <source>{percent} % watched</source>
        <translation>已看 {percent}%</translation>
    </message>
    <message>
        <source>indexed</source>
        <translation>已索引</translation>
    </message>
    <message>
        <source>first in line</source>
        <translation>优先处理</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>VideoSurface</name>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
</context>
<context>
    <name>Wanted</name>
    <message>
        <source>like {name} at {time}</source>
        <translation>类似于 {name} 的 {time} 处</translation>
    </message>
    <message>
        <source>1 moment {like}</source>
        <translation>1 个片段，{like}</translation>
    </message>
    <message>
        <source>{count} moments {like}</source>
        <translation>{count} 个片段，{like}</translation>
    </message>
    <message>
        <source>1 moment for “{text}”</source>
        <translation>“{text}”：1 个片段</translation>
    </message>
    <message>
        <source>{count} moments for “{text}”</source>
        <translation>“{text}”：{count} 个片段</translation>
    </message>
    <message>
        <source>1 moment for “{text}”, {like}</source>
        <translation>“{text}”，{like}：1 个片段</translation>
    </message>
    <message>
        <source>{count} moments for “{text}”, {like}</source>
        <translation>“{text}”，{like}：{count} 个片段</translation>
    </message>
    <message>
        <source>Try another moment as an example.</source>
        <translation>换另一个片段作为示例试试。</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them.</source>
        <translation>换些词，或少用几个词试试。</translation>
    </message>
    <message>
        <source>The filters leave out a part of your library.</source>
        <translation>筛选排除了资料库的一部分。</translation>
    </message>
    <message>
        <source>Videos are still being indexed: it may turn up yet.</source>
        <translation>视频仍在索引中：之后也许会找到。</translation>
    </message>
</context>
<context>
    <name>WindowBars</name>
    <message>
        <source>When in the moment</source>
        <translation>在片段中的时间</translation>
    </message>
</context>
<context>
    <name>_FolderDelegate</name>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>index_summary</name>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>There was nothing to index</source>
        <translation>没有需要索引的内容</translation>
    </message>
    <message>
        <source>{sentence}.</source>
        <translation>{sentence}。</translation>
    </message>
    <message>
        <source>… and {count} more; see the list.</source>
        <translation>……还有 {count} 个，详见列表。</translation>
    </message>
    <message>
        <source>1 video indexed</source>
        <translation>已索引 1 个视频</translation>
    </message>
    <message>
        <source>{count} videos indexed</source>
        <translation>已索引 {count} 个视频</translation>
    </message>
    <message>
        <source>1 was in the library already</source>
        <translation>1 个已在资料库中</translation>
    </message>
    <message>
        <source>{count} were in the library already</source>
        <translation>{count} 个已在资料库中</translation>
    </message>
    <message>
        <source>1 file could not be indexed, or not wholly</source>
        <translation>1 个文件无法索引或未能完整索引</translation>
    </message>
    <message>
        <source>{count} files could not be indexed, or not wholly</source>
        <translation>{count} 个文件无法索引或未能完整索引</translation>
    </message>
</context>
<context>
    <name>sentences</name>
    <message>
        <source>A backup inside the library would be lost together with it.</source>
        <translation>放在资料库内的备份会随资料库一起丢失。</translation>
    </message>
    <message>
        <source>A confidence lies between 0 and 1; {min_confidence} does not.</source>
        <translation>可信度应在 0 和 1 之间，{min_confidence} 超出了范围。</translation>
    </message>
    <message>
        <source>A library cannot have the name {name_or_directory}.</source>
        <translation>资料库不能命名为 {name_or_directory}。</translation>
    </message>
    <message>
        <source>A pack called {name} comes with the program.</source>
        <translation>名为 {name} 的模型包是程序自带的。</translation>
    </message>
    <message>
        <source>A pack cannot be called {name}.</source>
        <translation>模型包不能命名为 {name}。</translation>
    </message>
    <message>
        <source>A search wants a sentence, an example, or both.</source>
        <translation>搜索需要一句话、一个示例，或两者兼有。</translation>
    </message>
    <message>
        <source>A sentence has {value} word pieces, more than the {room} that there is room for.</source>
        <translation>一个句子有 {value} 个词片，超过了可容纳的 {room} 个。</translation>
    </message>
    <message>
        <source>A speech pack cannot be called {name}.</source>
        <translation>语音包不能命名为 {name}。</translation>
    </message>
    <message>
        <source>A time without a timezone: {time}.</source>
        <translation>时间缺少时区：{time}。</translation>
    </message>
    <message>
        <source>A visual vocabulary needs vectors.</source>
        <translation>视觉词表需要向量。</translation>
    </message>
    <message>
        <source>Adapting takes {FEWEST_VIDEOS} indexed videos of more than 1.5 s, and the library has {value}.</source>
        <translation>适配需要 {FEWEST_VIDEOS} 个超过 1.5 秒的已索引视频，而资料库有 {value} 个。</translation>
    </message>
    <message>
        <source>Allow it more minutes.</source>
        <translation>请给它更多分钟。</translation>
    </message>
    <message>
        <source>An empty query finds nothing: say what you are looking for.</source>
        <translation>空的查询找不到任何内容：请说明想找什么。</translation>
    </message>
    <message>
        <source>An example is something to be seen: look for it in the pictures.</source>
        <translation>示例是看到的内容，请在画面中查找。</translation>
    </message>
    <message>
        <source>An instant of a video is a number of seconds from its beginning, not {second}.</source>
        <translation>视频中的时刻应为从开头起的秒数，而不是 {second}。</translation>
    </message>
    <message>
        <source>Another copy of it is used for the rest.</source>
        <translation>其余部分使用它的另一份副本。</translation>
    </message>
    <message>
        <source>Another file has taken its place.</source>
        <translation>它的位置上已是另一个文件。</translation>
    </message>
    <message>
        <source>Another process is writing to this library.</source>
        <translation>另一个进程正在写入此资料库。</translation>
    </message>
    <message>
        <source>Ask in at most {LONGEST} characters.</source>
        <translation>请用不超过 {LONGEST} 个字符提问。</translation>
    </message>
    <message>
        <source>Ask something, such as &quot;What is the man doing?&quot;.</source>
        <translation>请输入问题，例如“What is the man doing?”。</translation>
    </message>
    <message>
        <source>At least one moment has to be asked for.</source>
        <translation>至少要查找一个片段。</translation>
    </message>
    <message>
        <source>Change its permissions and try again.</source>
        <translation>请更改其权限后重试。</translation>
    </message>
    <message>
        <source>Check its name, and the drive that it lies on.</source>
        <translation>请检查它的名称和所在的磁盘。</translation>
    </message>
    <message>
        <source>Check that the disk has room and that you may write there.</source>
        <translation>请检查磁盘是否有空间，以及你是否有写入权限。</translation>
    </message>
    <message>
        <source>Check the connection and try again, which goes on where it broke off; or download https://huggingface.co/{repository} elsewhere and run `videobert pack import FOLDER`.</source>
        <translation>请检查网络后重试，会从中断处继续；或在别处下载 https://huggingface.co/{repository}，然后运行 `videobert pack import FOLDER`。</translation>
    </message>
    <message>
        <source>Check the disk, then try again.</source>
        <translation>请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>Check the drive it lies on, or convert it to MP4.</source>
        <translation>请检查它所在的磁盘，或将它转换为 MP4。</translation>
    </message>
    <message>
        <source>Check the drive it lies on.</source>
        <translation>请检查它所在的磁盘。</translation>
    </message>
    <message>
        <source>Check the name, and that its drive is there.</source>
        <translation>请检查名称，并确认磁盘已连接。</translation>
    </message>
    <message>
        <source>Check the permissions of the library&apos;s directory.</source>
        <translation>请检查资料库目录的权限。</translation>
    </message>
    <message>
        <source>Choose a directory that is empty or not there yet: a library is never restored over another.</source>
        <translation>请选择空的或尚不存在的目录：恢复资料库时绝不会覆盖另一个资料库。</translation>
    </message>
    <message>
        <source>Choose a folder whose name is valid text.</source>
        <translation>请选择名称为有效文本的文件夹。</translation>
    </message>
    <message>
        <source>Choose a speech pack that knows several languages.</source>
        <translation>请选择支持多种语言的语音包。</translation>
    </message>
    <message>
        <source>Choose an earlier instant.</source>
        <translation>请选择更早的时刻。</translation>
    </message>
    <message>
        <source>Choose an earlier stretch.</source>
        <translation>请选择更早的一段。</translation>
    </message>
    <message>
        <source>Choose an empty directory, or one that is not there yet.</source>
        <translation>请选择空的或尚不存在的目录。</translation>
    </message>
    <message>
        <source>Choose another directory.</source>
        <translation>请选择另一个目录。</translation>
    </message>
    <message>
        <source>Choose another folder, best on another disk.</source>
        <translation>请选择另一个文件夹，最好在另一块磁盘上。</translation>
    </message>
    <message>
        <source>Choose another name, or add --force.</source>
        <translation>请选择另一个名称，或加上 --force。</translation>
    </message>
    <message>
        <source>Choose the directory of a library.</source>
        <translation>请选择资料库的目录。</translation>
    </message>
    <message>
        <source>Choose the processor as the device, or a smaller speech pack.</source>
        <translation>请选择处理器作为设备，或选择较小的语音包。</translation>
    </message>
    <message>
        <source>Connect its drive again.</source>
        <translation>请重新连接它所在的磁盘。</translation>
    </message>
    <message>
        <source>Connect the drive that it lies on.</source>
        <translation>请连接它所在的磁盘。</translation>
    </message>
    <message>
        <source>Connect the drive that they lie on.</source>
        <translation>请连接它们所在的磁盘。</translation>
    </message>
    <message>
        <source>Convert it to MP4.</source>
        <translation>请将它转换为 MP4。</translation>
    </message>
    <message>
        <source>Copy it again from where it came from, or use another backup.</source>
        <translation>请从原处重新复制，或使用另一个备份。</translation>
    </message>
    <message>
        <source>Copy it again from where it came from.</source>
        <translation>请从原处重新复制。</translation>
    </message>
    <message>
        <source>Copy it again, or convert it to MP4.</source>
        <translation>请重新复制，或将它转换为 MP4。</translation>
    </message>
    <message>
        <source>Copy it again, or repair it with a recovery program.</source>
        <translation>请重新复制，或用修复程序修复它。</translation>
    </message>
    <message>
        <source>Correct the file, or delete it to have the defaults.</source>
        <translation>请改正此文件，或删除它以恢复默认值。</translation>
    </message>
    <message>
        <source>Cut it into shorter pieces.</source>
        <translation>请将它剪成较短的几段。</translation>
    </message>
    <message>
        <source>Decoding it came to a standstill for {stall_seconds} s and was stopped.</source>
        <translation>解码停滞了 {stall_seconds} 秒，已中止。</translation>
    </message>
    <message>
        <source>Decoding it takes more than {gigabytes} GB of memory.</source>
        <translation>解码它需要超过 {gigabytes} GB 的内存。</translation>
    </message>
    <message>
        <source>Free some space on it, then try again.</source>
        <translation>请在磁盘上腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>Free some space, or choose another.</source>
        <translation>请腾出一些空间，或选择另一个位置。</translation>
    </message>
    <message>
        <source>Give it another name.</source>
        <translation>请换一个名称。</translation>
    </message>
    <message>
        <source>Give it another with --name.</source>
        <translation>请用 --name 另取一个名称。</translation>
    </message>
    <message>
        <source>Give more of the path, as in: {paths}.</source>
        <translation>请给出更完整的路径，例如：{paths}。</translation>
    </message>
    <message>
        <source>Give the backup the name of a file.</source>
        <translation>请为备份指定文件名。</translation>
    </message>
    <message>
        <source>Give the path of a video.</source>
        <translation>请给出视频的路径。</translation>
    </message>
    <message>
        <source>I do not know: nothing here looks like {supposed}.</source>
        <translation>不知道：这里没有看起来像“{supposed}”的内容。</translation>
    </message>
    <message>
        <source>I do not know: nothing here speaks of {value}.</source>
        <translation>不知道：这里没有提到“{value}”。</translation>
    </message>
    <message>
        <source>I do not know: there is nothing in the library yet.</source>
        <translation>不知道：资料库中还没有内容。</translation>
    </message>
    <message>
        <source>If it plays elsewhere, convert it to MP4.</source>
        <translation>如果它在别处可以播放，请将它转换为 MP4。</translation>
    </message>
    <message>
        <source>Index a folder to make it, or check how it is written.</source>
        <translation>请索引一个文件夹来创建它，或检查名称的写法。</translation>
    </message>
    <message>
        <source>Index it again when nothing writes to it.</source>
        <translation>请在没有程序写入它时重新索引。</translation>
    </message>
    <message>
        <source>Index it with `videobert index PATH`.</source>
        <translation>请用 `videobert index PATH` 索引它。</translation>
    </message>
    <message>
        <source>Index some videos first.</source>
        <translation>请先索引一些视频。</translation>
    </message>
    <message>
        <source>Index the video again.</source>
        <translation>请重新索引该视频。</translation>
    </message>
    <message>
        <source>Install a speech pack (`videobert pack list`) or put a subtitle file beside it, then index it again.</source>
        <translation>请安装语音包（`videobert pack list`）或在旁边放一个字幕文件，然后重新索引。</translation>
    </message>
    <message>
        <source>Install or import the speech pack again.</source>
        <translation>请重新安装或导入语音包。</translation>
    </message>
    <message>
        <source>Install the newer version of VideoBERT Desktop.</source>
        <translation>请安装更新版本的 VideoBERT Desktop。</translation>
    </message>
    <message>
        <source>Install the pack again.</source>
        <translation>请重新安装模型包。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装程序。</translation>
    </message>
    <message>
        <source>Install the speech pack again, or choose another.</source>
        <translation>请重新安装语音包，或选择另一个。</translation>
    </message>
    <message>
        <source>It can be searched after a first look; indexing it again looks more closely.</source>
        <translation>初步查看后已可搜索；重新索引会看得更细致。</translation>
    </message>
    <message>
        <source>It cannot be decoded: {strerror}.</source>
        <translation>无法解码：{strerror}。</translation>
    </message>
    <message>
        <source>It cannot be looked at: {strerror}.</source>
        <translation>无法查看：{strerror}。</translation>
    </message>
    <message>
        <source>It cannot be read or written: {strerror}.</source>
        <translation>无法读取或写入：{strerror}。</translation>
    </message>
    <message>
        <source>It cannot be read: {strerror}.</source>
        <translation>无法读取：{strerror}。</translation>
    </message>
    <message>
        <source>It cannot be read: {value}.</source>
        <translation>无法读取：{value}。</translation>
    </message>
    <message>
        <source>It cannot be replaced.</source>
        <translation>它不能被替换。</translation>
    </message>
    <message>
        <source>It cannot be written down, for this is no text: {value}.</source>
        <translation>无法写入，因为这不是文本：{value}。</translation>
    </message>
    <message>
        <source>It cannot be written: {strerror}.</source>
        <translation>无法写入：{strerror}。</translation>
    </message>
    <message>
        <source>It changed while it was being read.</source>
        <translation>它在读取过程中发生了变化。</translation>
    </message>
    <message>
        <source>It counts frames, and neither it nor the video says how many there are a second.</source>
        <translation>它按帧计时，但它和视频都没有说明每秒有多少帧。</translation>
    </message>
    <message>
        <source>It has a member that is not a regular file: {name}.</source>
        <translation>其中有不是普通文件的成员：{name}。</translation>
    </message>
    <message>
        <source>It has a member that is packed or encrypted: {name}.</source>
        <translation>其中有被压缩或加密的成员：{name}。</translation>
    </message>
    <message>
        <source>It has a member that no library has: {name}.</source>
        <translation>其中有不属于资料库的成员：{name}。</translation>
    </message>
    <message>
        <source>It has no catalogue.</source>
        <translation>其中没有目录数据库。</translation>
    </message>
    <message>
        <source>It has no manifest.</source>
        <translation>其中没有清单。</translation>
    </message>
    <message>
        <source>It has no picture track: there is {kind} in it.</source>
        <translation>它没有视频画面轨，其中只有 {kind}。</translation>
    </message>
    <message>
        <source>It has two members of one name.</source>
        <translation>其中有两个同名的成员。</translation>
    </message>
    <message>
        <source>It is a JSON list of {{&quot;video&quot;: file, &quot;question&quot;: text, &quot;accept&quot;: [beginnings of words]}}.</source>
        <translation>它应是 JSON 列表：{{&quot;video&quot;: file, &quot;question&quot;: text, &quot;accept&quot;: [beginnings of words]}}。</translation>
    </message>
    <message>
        <source>It is damaged: {name} is not what was saved.</source>
        <translation>它已损坏：{name} 与保存时不同。</translation>
    </message>
    <message>
        <source>It is larger than {megabytes} MB, which no subtitles are.</source>
        <translation>它大于 {megabytes} MB，不会是字幕。</translation>
    </message>
    <message>
        <source>It is longer than {max_frames} frames or {value} hours.</source>
        <translation>它超过了 {max_frames} 帧或 {value} 小时。</translation>
    </message>
    <message>
        <source>It is still being written.</source>
        <translation>它仍在写入中。</translation>
    </message>
    <message>
        <source>It is taken in once it is complete: index it again then.</source>
        <translation>写入完成后才能加入：请到时重新索引。</translation>
    </message>
    <message>
        <source>It may be damaged; convert it to MP4.</source>
        <translation>它可能已损坏；请将它转换为 MP4。</translation>
    </message>
    <message>
        <source>It vanished while it was being looked at.</source>
        <translation>它在查看过程中消失了。</translation>
    </message>
    <message>
        <source>It was cut short while it was open.</source>
        <translation>它在打开期间被截短了。</translation>
    </message>
    <message>
        <source>It was made by a newer version of the program (format {version}).</source>
        <translation>它由更新版本的程序生成（格式 {version}）。</translation>
    </message>
    <message>
        <source>Its catalogue holds what no catalogue does: {error}.</source>
        <translation>它的目录数据库中有不应存在的内容：{error}。</translation>
    </message>
    <message>
        <source>Its catalogue names features that it does not hold: {name}.</source>
        <translation>它的目录数据库提到了其中没有的特征：{name}。</translation>
    </message>
    <message>
        <source>Its disk is full.</source>
        <translation>它所在的磁盘已满。</translation>
    </message>
    <message>
        <source>Its drive or folder is not there now.</source>
        <translation>它所在的磁盘或文件夹现在找不到。</translation>
    </message>
    <message>
        <source>Its manifest cannot be read.</source>
        <translation>无法读取它的清单。</translation>
    </message>
    <message>
        <source>Its manifest is not that of a library.</source>
        <translation>它的清单不属于资料库。</translation>
    </message>
    <message>
        <source>Its manifest is too large.</source>
        <translation>它的清单过大。</translation>
    </message>
    <message>
        <source>Its members are larger than the file itself.</source>
        <translation>其中的成员比文件本身还大。</translation>
    </message>
    <message>
        <source>Its {name} is not as large as it says.</source>
        <translation>其中 {name} 的大小与所述不符。</translation>
    </message>
    <message>
        <source>Let each of the old folders become another new one.</source>
        <translation>请让每个旧文件夹对应不同的新文件夹。</translation>
    </message>
    <message>
        <source>Make a smaller copy of it.</source>
        <translation>请制作一份尺寸较小的副本。</translation>
    </message>
    <message>
        <source>Make its directory writable, or copy it to where it can be written.</source>
        <translation>请让它的目录可写，或将它复制到可写的位置。</translation>
    </message>
    <message>
        <source>Make one with `videobert index FOLDER`.</source>
        <translation>请用 `videobert index FOLDER` 创建一个。</translation>
    </message>
    <message>
        <source>Make the backup of a sound library: see `videobert library verify`.</source>
        <translation>请备份完好的资料库：参见 `videobert library verify`。</translation>
    </message>
    <message>
        <source>Make the library&apos;s directory writable.</source>
        <translation>请让资料库的目录可写。</translation>
    </message>
    <message>
        <source>Name a file that has been indexed; `videobert index PATH` takes a new one in.</source>
        <translation>请指定已索引的文件；`videobert index PATH` 可加入新文件。</translation>
    </message>
    <message>
        <source>No folder was indexed, only single files.</source>
        <translation>没有索引过文件夹，只有单个文件。</translation>
    </message>
    <message>
        <source>No subtitles could be read from it.</source>
        <translation>无法从中读取字幕。</translation>
    </message>
    <message>
        <source>No, nothing looks like {phrase}.</source>
        <translation>否，没有看起来像“{phrase}”的内容。</translation>
    </message>
    <message>
        <source>None of its pictures can be decoded.</source>
        <translation>它的画面都无法解码。</translation>
    </message>
    <message>
        <source>None of its sound can be decoded.</source>
        <translation>它的声音完全无法解码。</translation>
    </message>
    <message>
        <source>None of these videos is there now.</source>
        <translation>这些视频现在都找不到。</translation>
    </message>
    <message>
        <source>Nothing could be described with confidence.</source>
        <translation>没有可以有把握地描述的内容。</translation>
    </message>
    <message>
        <source>Nothing here reads the subtitles of its {value}.</source>
        <translation>这里无法读取其 {value} 的字幕。</translation>
    </message>
    <message>
        <source>Nothing is indexed yet.</source>
        <translation>还没有建立索引。</translation>
    </message>
    <message>
        <source>Nothing is known any more of the files of the video {id}.</source>
        <translation>已不再知道视频 {id} 的文件。</translation>
    </message>
    <message>
        <source>Nothing is known of what is said in it.</source>
        <translation>不知道其中说了什么。</translation>
    </message>
    <message>
        <source>Nothing is recorded both after {after} and before {before}.</source>
        <translation>没有既在 {after} 之后又在 {before} 之前拍摄的内容。</translation>
    </message>
    <message>
        <source>Nothing is stored any more of this moment.</source>
        <translation>这个片段已经没有任何存储的数据了。</translation>
    </message>
    <message>
        <source>Only videos can be indexed.</source>
        <translation>只能索引视频。</translation>
    </message>
    <message>
        <source>Play it in another program.</source>
        <translation>请用其他程序播放。</translation>
    </message>
    <message>
        <source>Put a backup in its place, or remove the library and index the videos again.</source>
        <translation>请用备份替换它，或删除资料库后重新索引视频。</translation>
    </message>
    <message>
        <source>Put back what it leads to, or remove it.</source>
        <translation>请恢复它所指向的内容，或删除它。</translation>
    </message>
    <message>
        <source>Put them beside the video as SubRip (.srt).</source>
        <translation>请将字幕以 SubRip（.srt）格式放在视频旁边。</translation>
    </message>
    <message>
        <source>Reading it takes too much memory.</source>
        <translation>读取它占用的内存太多。</translation>
    </message>
    <message>
        <source>Remove its folder, then run `videobert index`.</source>
        <translation>请删除它的文件夹，然后运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Revision {revision} of the pack {name} cannot read words and pictures together.</source>
        <translation>模型包 {name} 的修订版 {revision} 不能把文字和画面放在一起读。</translation>
    </message>
    <message>
        <source>Row {row} of {table} belongs to no row of {parent}.</source>
        <translation>{table} 的第 {row} 行在 {parent} 中没有对应的行。</translation>
    </message>
    <message>
        <source>Run `videobert adapt --undo`, and adapt it again if you like.</source>
        <translation>请运行 `videobert adapt --undo`，之后可以再次适配。</translation>
    </message>
    <message>
        <source>Run `videobert adapt` again.</source>
        <translation>请重新运行 `videobert adapt`。</translation>
    </message>
    <message>
        <source>Run `videobert index` again.</source>
        <translation>请重新运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert index` again: it is encoded anew.</source>
        <translation>请再次运行 `videobert index`，它会重新编码。</translation>
    </message>
    <message>
        <source>Run `videobert index` on it, or choose another instant.</source>
        <translation>请对它运行 `videobert index`，或选择另一个时刻。</translation>
    </message>
    <message>
        <source>Run `videobert index` on it.</source>
        <translation>请对它运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert index` on its folders again.</source>
        <translation>请再次对它的文件夹运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert index` on the library&apos;s folders again.</source>
        <translation>请再次对资料库的文件夹运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert index` on your videos.</source>
        <translation>请对你的视频运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert library rebuild-index`, then `videobert index` on the video&apos;s folder, and back up again.</source>
        <translation>请运行 `videobert library rebuild-index`，再对视频的文件夹运行 `videobert index`，然后重新备份。</translation>
    </message>
    <message>
        <source>Run `videobert library rebuild-index`, then `videobert index` on the video&apos;s folder.</source>
        <translation>请运行 `videobert library rebuild-index`，再对视频的文件夹运行 `videobert index`。</translation>
    </message>
    <message>
        <source>Run `videobert library rebuild-index`.</source>
        <translation>请运行 `videobert library rebuild-index`。</translation>
    </message>
    <message>
        <source>Save it again as SubRip (.srt) in UTF-8.</source>
        <translation>请另存为 UTF-8 编码的 SubRip（.srt）。</translation>
    </message>
    <message>
        <source>Save it again as SubRip (.srt).</source>
        <translation>请另存为 SubRip（.srt）。</translation>
    </message>
    <message>
        <source>Set the option device to &apos;cpu&apos;.</source>
        <translation>请将选项 device 设为 &apos;cpu&apos;。</translation>
    </message>
    <message>
        <source>Several videos are called {name}.</source>
        <translation>有多个视频名为 {name}。</translation>
    </message>
    <message>
        <source>The SQLite of this Python ({sqlite_version}) cannot search in texts.</source>
        <translation>此 Python 的 SQLite（{sqlite_version}）无法搜索文字。</translation>
    </message>
    <message>
        <source>The backup cannot be read: {value}.</source>
        <translation>无法读取备份：{value}。</translation>
    </message>
    <message>
        <source>The catalogue cannot be opened.</source>
        <translation>无法打开目录数据库。</translation>
    </message>
    <message>
        <source>The catalogue cannot be written to.</source>
        <translation>无法写入目录数据库。</translation>
    </message>
    <message>
        <source>The catalogue is damaged.</source>
        <translation>目录数据库已损坏。</translation>
    </message>
    <message>
        <source>The catalogue is damaged: {finding}.</source>
        <translation>目录数据库已损坏：{finding}。</translation>
    </message>
    <message>
        <source>The catalogue is not laid out as it should be: {names}.</source>
        <translation>目录数据库的结构不正确：{names}。</translation>
    </message>
    <message>
        <source>The checkpoint is not a BERT of this shape: it has no {value}.</source>
        <translation>该检查点不是这种形状的 BERT：它没有 {value}。</translation>
    </message>
    <message>
        <source>The checkpoint is not a BERT of this shape: {shapes}.</source>
        <translation>该检查点不是这种形状的 BERT：{shapes}。</translation>
    </message>
    <message>
        <source>The checkpoint is not a {name}: it has no {value}.</source>
        <translation>该检查点不是 {name}：它没有 {value}。</translation>
    </message>
    <message>
        <source>The decoder broke down on this file ({cause}).</source>
        <translation>解码器处理此文件时崩溃（{cause}）。</translation>
    </message>
    <message>
        <source>The decoder broke on this file: {name}: {error}.</source>
        <translation>解码器处理此文件时出错：{name}：{error}。</translation>
    </message>
    <message>
        <source>The device {value} computes wrongly: {total} for {value2}.</source>
        <translation>设备 {value} 计算有误：应为 {value2}，结果为 {total}。</translation>
    </message>
    <message>
        <source>The device {value} does not compute: {value2}.</source>
        <translation>设备 {value} 无法计算：{value2}。</translation>
    </message>
    <message>
        <source>The disk mounted at {value} is full.</source>
        <translation>挂载在 {value} 的磁盘已满。</translation>
    </message>
    <message>
        <source>The disk of the library reports an error.</source>
        <translation>资料库所在的磁盘报告错误。</translation>
    </message>
    <message>
        <source>The features of video {video_id} are not those of its windows.</source>
        <translation>视频 {video_id} 的特征与它的窗口不符。</translation>
    </message>
    <message>
        <source>The features of video {video_id} are not those of its {value} windows.</source>
        <translation>视频 {video_id} 的特征与其 {value} 个窗口不符。</translation>
    </message>
    <message>
        <source>The features of {value} frames are not finite, the first of them frame {value2}.</source>
        <translation>{value} 帧的特征不是有限数，其中第一个是第 {value2} 帧。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>The file is not there, so that it could not be looked at again.</source>
        <translation>文件不在，无法再次查看。</translation>
    </message>
    <message>
        <source>The folders that were indexed are: {known}.</source>
        <translation>已索引的文件夹有：{known}。</translation>
    </message>
    <message>
        <source>The full-text index {index} does not hold what it should.</source>
        <translation>全文索引 {index} 的内容不对。</translation>
    </message>
    <message>
        <source>The graphics card cannot recognise speech: {error}.</source>
        <translation>显卡无法识别语音：{error}。</translation>
    </message>
    <message>
        <source>The library has gone over to another pack meanwhile, and what was learned is of no use to that one.</source>
        <translation>资料库在此期间换用了另一个模型包，学到的内容对它没有用。</translation>
    </message>
    <message>
        <source>The library has nothing below {value}.</source>
        <translation>资料库在 {value} 下没有内容。</translation>
    </message>
    <message>
        <source>The library is in use by another process.</source>
        <translation>资料库正被另一个进程使用。</translation>
    </message>
    <message>
        <source>The library is in use: process {pid} on {host} has been {purpose} since {since}.</source>
        <translation>资料库正在使用中：{host} 上的进程 {pid} 自 {since} 起正在执行：{purpose}。</translation>
    </message>
    <message>
        <source>The library keeps the {known} that it knows. Is the drive there?</source>
        <translation>资料库保留已知的 {known}。磁盘连接了吗？</translation>
    </message>
    <message>
        <source>The library knows no such video.</source>
        <translation>资料库中没有这个视频。</translation>
    </message>
    <message>
        <source>The library was indexed with revision {revision} of the pack {name}, not {revision2}.</source>
        <translation>资料库是用模型包 {name} 的修订版 {revision} 索引的，而不是 {revision2}。</translation>
    </message>
    <message>
        <source>The options are {value}.</source>
        <translation>可用的选项有 {value}。</translation>
    </message>
    <message>
        <source>The pack understands questions in English only; words are searched in any language.</source>
        <translation>此模型包只能理解英文问题;文字可用任何语言搜索。</translation>
    </message>
    <message>
        <source>The picture of {width} x {height} is larger than {megapixels} megapixels.</source>
        <translation>{width} x {height} 的画面超过了 {megapixels} 百万像素。</translation>
    </message>
    <message>
        <source>The process that reads pictures did not answer in time.</source>
        <translation>读取画面文字的进程没有及时响应。</translation>
    </message>
    <message>
        <source>The process that reads pictures ended (exit status {status}).</source>
        <translation>读取画面文字的进程已结束（退出状态 {status}）。</translation>
    </message>
    <message>
        <source>The process that reads pictures failed: {answer}.</source>
        <translation>读取画面文字的进程出错：{answer}。</translation>
    </message>
    <message>
        <source>The query is not text.</source>
        <translation>查询不是文本。</translation>
    </message>
    <message>
        <source>The question is too long: {value} characters.</source>
        <translation>问题太长：{value} 个字符。</translation>
    </message>
    <message>
        <source>The recording is incomplete: its index (the moov box) is missing.</source>
        <translation>录像不完整：缺少其索引（moov box）。</translation>
    </message>
    <message>
        <source>The search index could not be written: {value}.</source>
        <translation>无法写入搜索索引：{value}。</translation>
    </message>
    <message>
        <source>The search index of {name} lacks {missing} of {value} windows; the next indexing adds them.</source>
        <translation>{name} 的搜索索引在 {value} 个窗口中缺少 {missing} 个；下次索引会补上。</translation>
    </message>
    <message>
        <source>The settings are not valid TOML: {error}.</source>
        <translation>设置文件不是有效的 TOML：{error}。</translation>
    </message>
    <message>
        <source>The settings cannot be read: {strerror}.</source>
        <translation>无法读取设置：{strerror}。</translation>
    </message>
    <message>
        <source>The shapes of the networks cannot be read: {error}.</source>
        <translation>无法读取网络的结构：{error}。</translation>
    </message>
    <message>
        <source>The speech model cannot be loaded: {error}.</source>
        <translation>无法加载语音模型：{error}。</translation>
    </message>
    <message>
        <source>The speech model&apos;s configuration cannot be read: {error}.</source>
        <translation>无法读取语音模型的配置：{error}。</translation>
    </message>
    <message>
        <source>The speech pack does not know the language {language}.</source>
        <translation>语音包不支持语言 {language}。</translation>
    </message>
    <message>
        <source>The speech pack {name} cannot be downloaded: {value}.</source>
        <translation>无法下载语音包 {name}：{value}。</translation>
    </message>
    <message>
        <source>The subtitles of its {value} are larger than {value2} MB.</source>
        <translation>其 {value} 的字幕大于 {value2} MB。</translation>
    </message>
    <message>
        <source>The subtitles of its {value} are pictures, not text.</source>
        <translation>其 {value} 的字幕是图片，不是文字。</translation>
    </message>
    <message>
        <source>The tokenizer cannot be read: {error}.</source>
        <translation>无法读取分词器：{error}。</translation>
    </message>
    <message>
        <source>The tokenizer has no {value}.</source>
        <translation>分词器没有 {value}。</translation>
    </message>
    <message>
        <source>The transformer&apos;s shape cannot be read: {error}.</source>
        <translation>无法读取 Transformer 的形状：{error}。</translation>
    </message>
    <message>
        <source>The vectors have {value} numbers, the vocabulary&apos;s {width}.</source>
        <translation>向量有 {value} 个数，而词表的有 {width} 个。</translation>
    </message>
    <message>
        <source>The video ends at {length} s, before {second} s.</source>
        <translation>视频在 {length} 秒处结束，早于 {second} 秒。</translation>
    </message>
    <message>
        <source>The video has neither sound nor subtitles.</source>
        <translation>此视频既没有声音也没有字幕。</translation>
    </message>
    <message>
        <source>The video has not been indexed so far yet.</source>
        <translation>视频还没有索引到这里。</translation>
    </message>
    <message>
        <source>The video is not there now.</source>
        <translation>视频现在找不到。</translation>
    </message>
    <message>
        <source>The video is over by then: it lasts {duration} s.</source>
        <translation>视频到那时已经结束：它长 {duration} 秒。</translation>
    </message>
    <message>
        <source>The visual vocabulary cannot be read: {error}.</source>
        <translation>无法读取视觉词表：{error}。</translation>
    </message>
    <message>
        <source>There is a file already.</source>
        <translation>已有一个文件。</translation>
    </message>
    <message>
        <source>There is a file here already.</source>
        <translation>这里已有一个文件。</translation>
    </message>
    <message>
        <source>There is a file in the library&apos;s place.</source>
        <translation>资料库的位置上是一个文件。</translation>
    </message>
    <message>
        <source>There is no catalogue here.</source>
        <translation>这里没有目录数据库。</translation>
    </message>
    <message>
        <source>There is no decoder for its picture.</source>
        <translation>没有能解码其画面的解码器。</translation>
    </message>
    <message>
        <source>There is no decoder for its sound.</source>
        <translation>没有可用于其声音的解码器。</translation>
    </message>
    <message>
        <source>There is no folder to watch yet: `videobert index FOLDER` enters one.</source>
        <translation>还没有要监视的文件夹：可用 `videobert index FOLDER` 添加。</translation>
    </message>
    <message>
        <source>There is no graphics card here that speech can be recognised on.</source>
        <translation>这里没有可用于识别语音的显卡。</translation>
    </message>
    <message>
        <source>There is no library of that name.</source>
        <translation>没有叫这个名字的资料库。</translation>
    </message>
    <message>
        <source>There is no option {name}.</source>
        <translation>没有选项 {name}。</translation>
    </message>
    <message>
        <source>There is no pack called {name} to install.</source>
        <translation>没有名为 {name} 的模型包可供安装。</translation>
    </message>
    <message>
        <source>There is no pack called {name}.</source>
        <translation>没有名为 {name} 的模型包。</translation>
    </message>
    <message>
        <source>There is no question in it.</source>
        <translation>其中没有问题。</translation>
    </message>
    <message>
        <source>There is no question.</source>
        <translation>没有问题。</translation>
    </message>
    <message>
        <source>There is no search index of {name} yet; the next indexing makes it.</source>
        <translation>{name} 还没有搜索索引；下次索引会建立。</translation>
    </message>
    <message>
        <source>There is no speech pack called {name}.</source>
        <translation>没有名为 {name} 的语音包。</translation>
    </message>
    <message>
        <source>There is no speech pack here.</source>
        <translation>这里没有语音包。</translation>
    </message>
    <message>
        <source>There is no such folder, and no video of the library lies in it.</source>
        <translation>没有这个文件夹，资料库中也没有视频在其中。</translation>
    </message>
    <message>
        <source>There is no video in this folder any more.</source>
        <translation>此文件夹中已没有视频。</translation>
    </message>
    <message>
        <source>There is no video in this folder.</source>
        <translation>此文件夹中没有视频。</translation>
    </message>
    <message>
        <source>There is no video {value} in the library.</source>
        <translation>资料库中没有视频 {value}。</translation>
    </message>
    <message>
        <source>There is nothing at this path.</source>
        <translation>此路径下没有任何内容。</translation>
    </message>
    <message>
        <source>There is nothing in this library to learn from.</source>
        <translation>这个资料库里没有可以学习的内容。</translation>
    </message>
    <message>
        <source>There was too little time to read enough of the library.</source>
        <translation>时间太少，没能读完足够多的资料库内容。</translation>
    </message>
    <message>
        <source>These can be installed: {names}.</source>
        <translation>可以安装：{names}。</translation>
    </message>
    <message>
        <source>These subtitles are pictures, not text.</source>
        <translation>这些字幕是图片，不是文字。</translation>
    </message>
    <message>
        <source>These weights cannot be read: {error}.</source>
        <translation>无法读取这些权重：{error}。</translation>
    </message>
    <message>
        <source>These weights do not fit their network.</source>
        <translation>这些权重与网络不匹配。</translation>
    </message>
    <message>
        <source>These weights hold numbers that are none.</source>
        <translation>这些权重中含有不是数的值。</translation>
    </message>
    <message>
        <source>This directory is not a library, and it is not empty.</source>
        <translation>此目录不是资料库，也不是空的。</translation>
    </message>
    <message>
        <source>This directory is not empty.</source>
        <translation>此目录不是空的。</translation>
    </message>
    <message>
        <source>This features file cannot be read: {strerror}.</source>
        <translation>无法读取此特征文件：{strerror}。</translation>
    </message>
    <message>
        <source>This features file is damaged.</source>
        <translation>此特征文件已损坏。</translation>
    </message>
    <message>
        <source>This features file is missing.</source>
        <translation>此特征文件缺失。</translation>
    </message>
    <message>
        <source>This features file lacks what it should hold.</source>
        <translation>此特征文件缺少应有的内容。</translation>
    </message>
    <message>
        <source>This file is not a catalogue.</source>
        <translation>此文件不是目录数据库。</translation>
    </message>
    <message>
        <source>This file of the pack is missing.</source>
        <translation>模型包缺少此文件。</translation>
    </message>
    <message>
        <source>This file of the pack is not what it was when the pack was made.</source>
        <translation>模型包的这个文件与制作时不同。</translation>
    </message>
    <message>
        <source>This is a folder, not a video file.</source>
        <translation>这是文件夹，不是视频文件。</translation>
    </message>
    <message>
        <source>This is a folder.</source>
        <translation>这是一个文件夹。</translation>
    </message>
    <message>
        <source>This is no complete Whisper model in CTranslate2&apos;s format: {value} is missing.</source>
        <translation>这不是完整的 CTranslate2 格式的 Whisper 模型：缺少 {value}。</translation>
    </message>
    <message>
        <source>This is no configuration of a speech model.</source>
        <translation>这不是语音模型的配置。</translation>
    </message>
    <message>
        <source>This is no file of questions: {error}.</source>
        <translation>这不是问题文件：{error}。</translation>
    </message>
    <message>
        <source>This is not a backup of a library, or not all of one: {error}.</source>
        <translation>这不是资料库的备份，或备份不完整：{error}。</translation>
    </message>
    <message>
        <source>This is not a library.</source>
        <translation>这不是资料库。</translation>
    </message>
    <message>
        <source>This is not a pack: it has no pack.json.</source>
        <translation>这不是模型包：其中没有 pack.json。</translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation>这不是普通文件。</translation>
    </message>
    <message>
        <source>This is not a video, or not of a kind that can be read.</source>
        <translation>这不是视频，或不是可以读取的类型。</translation>
    </message>
    <message>
        <source>This is not an absolute path: {old}.</source>
        <translation>这不是绝对路径：{old}。</translation>
    </message>
    <message>
        <source>This is sound without a picture.</source>
        <translation>这只有声音，没有画面。</translation>
    </message>
    <message>
        <source>This is the shape of a transformer of another architecture: {shape}.</source>
        <translation>这是另一种架构的 Transformer 的形状：{shape}。</translation>
    </message>
    <message>
        <source>This is the shape of a {value}, not of a {model_type}.</source>
        <translation>这是 {value} 的形状，不是 {model_type} 的。</translation>
    </message>
    <message>
        <source>This library was made by an older version of the program and has to be brought up to date first.</source>
        <translation>此资料库由旧版本的程序创建，需要先升级。</translation>
    </message>
    <message>
        <source>This library was written by a newer version of the program (layout {version}; this one knows {newest}).</source>
        <translation>此资料库由更新版本的程序写入（结构 {version}；本程序只支持到 {newest}）。</translation>
    </message>
    <message>
        <source>This link leads in a circle.</source>
        <translation>此链接循环指向自身。</translation>
    </message>
    <message>
        <source>This link leads to nothing.</source>
        <translation>此链接指向的内容不存在。</translation>
    </message>
    <message>
        <source>This pack comes with the program and stays.</source>
        <translation>此模型包是程序自带的，不能移除。</translation>
    </message>
    <message>
        <source>This pack.json cannot be read: {error}.</source>
        <translation>无法读取此 pack.json：{error}。</translation>
    </message>
    <message>
        <source>This shape has no space in which sentences and windows are compared.</source>
        <translation>这种形状没有比较句子与窗口的空间。</translation>
    </message>
    <message>
        <source>This speech.json cannot be read: {error}.</source>
        <translation>无法读取此 speech.json：{error}。</translation>
    </message>
    <message>
        <source>This speech.json does not name the files of a speech pack.</source>
        <translation>此 speech.json 没有列出语音包的文件。</translation>
    </message>
    <message>
        <source>This takes a pack with VideoBERT, and to index the library with it.</source>
        <translation>这需要带有 VideoBERT 的模型包，并用它索引资料库。</translation>
    </message>
    <message>
        <source>This tokenizer has {value} words, the transformer {vocab_size}.</source>
        <translation>该分词器有 {value} 个词，而 Transformer 有 {vocab_size} 个。</translation>
    </message>
    <message>
        <source>This visual vocabulary has {size} words, the transformer {visual_vocab_size}.</source>
        <translation>该视觉词表有 {size} 个词，而 Transformer 有 {visual_vocab_size} 个。</translation>
    </message>
    <message>
        <source>This visual vocabulary is for vectors of {width} numbers, not {width2}.</source>
        <translation>该视觉词表用于 {width} 个数的向量，而不是 {width2} 个。</translation>
    </message>
    <message>
        <source>To complete sentences takes a template, and candidates that are words.</source>
        <translation>补全句子需要一个模板，以及由词组成的候选。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, install the program again, or index with --no-screen-text.</source>
        <translation>请重试；如果仍然如此，请重新安装程序，或使用 --no-screen-text 索引。</translation>
    </message>
    <message>
        <source>Two of the library&apos;s files would lie here.</source>
        <translation>资料库会有两个文件落在这里。</translation>
    </message>
    <message>
        <source>Update its driver, or set the option device to &apos;cpu&apos;.</source>
        <translation>请更新其驱动程序，或将选项 device 设为 &apos;cpu&apos;。</translation>
    </message>
    <message>
        <source>Use a Python whose SQLite is {oldest} or newer and has FTS5.</source>
        <translation>请使用 SQLite 为 {oldest} 或更新版本且带有 FTS5 的 Python。</translation>
    </message>
    <message>
        <source>Use another backup.</source>
        <translation>请使用另一个备份。</translation>
    </message>
    <message>
        <source>Use auto or one of: {names}.</source>
        <translation>请使用 auto 或其中之一：{names}。</translation>
    </message>
    <message>
        <source>Use letters, digits and - _ + . or, for a directory, write .{sep} before it.</source>
        <translation>请使用字母、数字和 - _ + .；如果是目录，请在前面写上 .{sep}。</translation>
    </message>
    <message>
        <source>Use letters, digits, dots and hyphens, a letter or digit first.</source>
        <translation>请使用字母、数字、点和连字符，并以字母或数字开头。</translation>
    </message>
    <message>
        <source>Use one that `videobert` made.</source>
        <translation>请使用由 `videobert` 生成的备份。</translation>
    </message>
    <message>
        <source>Use the processor.</source>
        <translation>请使用处理器。</translation>
    </message>
    <message>
        <source>Video {video_id}: {name} holds {value} embeddings for {windows} windows.</source>
        <translation>视频 {video_id}：{name} 为 {windows} 个窗口保存了 {value} 个向量。</translation>
    </message>
    <message>
        <source>Wait until it has finished, then try again.</source>
        <translation>请等它完成后重试。</translation>
    </message>
    <message>
        <source>Wait until that is done, or stop it.</source>
        <translation>请等它完成，或停止它。</translation>
    </message>
    <message>
        <source>What can be read of it can be searched. Copy it again if you have it elsewhere.</source>
        <translation>其中可读取的部分可以搜索。如果别处有完整的副本，请重新复制。</translation>
    </message>
    <message>
        <source>What is learned is measured on videos that are held out. Index some more.</source>
        <translation>学到的内容在留出的视频上衡量。请再索引一些视频。</translation>
    </message>
    <message>
        <source>What is wrong has its default again; the old file is kept as {aside}.</source>
        <translation>有误的选项已恢复默认值；旧文件保留为 {aside}。</translation>
    </message>
    <message>
        <source>What is wrong has its default for now; {path} cannot be put aside: {strerror}.</source>
        <translation>有误的选项暂用默认值；无法将 {path} 移开：{strerror}。</translation>
    </message>
    <message>
        <source>What was chosen holds until the program ends.</source>
        <translation>所作的选择在程序结束前有效。</translation>
    </message>
    <message>
        <source>What was kept of it is damaged ({path}).</source>
        <translation>为它保存的数据已损坏（{path}）。</translation>
    </message>
    <message>
        <source>What was kept of it is missing or damaged: the backup holds it as a video that is not indexed.</source>
        <translation>为它保存的数据缺失或损坏：在备份中它被当作未索引的视频。</translation>
    </message>
    <message>
        <source>What was kept of these frames holds numbers that are none.</source>
        <translation>为这些帧保存的数据中含有不是数的值。</translation>
    </message>
    <message>
        <source>What was kept of {value} of the videos is damaged, this first; all others are in the index.</source>
        <translation>{value} 个视频保存的数据已损坏，这是其中第一个；其余都在索引中。</translation>
    </message>
    <message>
        <source>Window {value} has no frames.</source>
        <translation>窗口 {value} 没有帧。</translation>
    </message>
    <message>
        <source>Write it as `videobert status` or the error messages did: from the root or the drive on.</source>
        <translation>请按 `videobert status` 或错误信息中的写法，从根目录或盘符开始写。</translation>
    </message>
    <message>
        <source>You may not read this.</source>
        <translation>你没有读取权限。</translation>
    </message>
    <message>
        <source>asking</source>
        <translation>正在提问</translation>
    </message>
    <message>
        <source>backing up</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>checking features</source>
        <translation>正在检查特征</translation>
    </message>
    <message>
        <source>copying</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>describing</source>
        <translation>正在描述</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>first look</source>
        <translation>初步查看</translation>
    </message>
    <message>
        <source>hiding windows</source>
        <translation>正在遮住窗口</translation>
    </message>
    <message>
        <source>indexing</source>
        <translation>正在索引</translation>
    </message>
    <message>
        <source>learning {what}</source>
        <translation>正在学习{what}</translation>
    </message>
    <message>
        <source>reading features</source>
        <translation>正在读取特征</translation>
    </message>
    <message>
        <source>reading sentences</source>
        <translation>正在读句子</translation>
    </message>
    <message>
        <source>reading subtitles</source>
        <translation>读取字幕</translation>
    </message>
    <message>
        <source>reading texts</source>
        <translation>读取文字</translation>
    </message>
    <message>
        <source>restoring</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>scanning</source>
        <translation>正在扫描</translation>
    </message>
    <message>
        <source>the device {wish} is not available here.</source>
        <translation>设备 {wish} 在这里不可用。</translation>
    </message>
    <message>
        <source>the program&apos;s own files are missing.</source>
        <translation>程序自身的文件缺失。</translation>
    </message>
    <message>
        <source>waiting for the library</source>
        <translation>正在等待资料库</translation>
    </message>
    <message>
        <source>{file}: This features file belongs to no video; the next indexing removes it.</source>
        <translation>{file}：此特征文件不属于任何视频；下次索引会删除它。</translation>
    </message>
    <message>
        <source>{indexed} indexed, {moved} moved, {value} failed.</source>
        <translation>已索引 {indexed} 个，移动 {moved} 个，失败 {value} 个。</translation>
    </message>
    <message>
        <source>{path} is not what it was when the pack was installed.</source>
        <translation>{path} 与安装时不同。</translation>
    </message>
    <message>
        <source>{path} is not what it was when the pack was made.</source>
        <translation>{path} 与模型包制作时不同。</translation>
    </message>
    <message>
        <source>{reason} It is not looked at.</source>
        <translation>{reason}不会查看它。</translation>
    </message>
    <message>
        <source>{reason} It is tried again every now and then.</source>
        <translation>{reason}会不时重试。</translation>
    </message>
    <message>
        <source>{value} of {value2} vectors are not finite or too large: {named}.</source>
        <translation>{value2} 个向量中有 {value} 个不是有限数或过大：{named}。</translation>
    </message>
    <message>
        <source>{windows} windows are more than the {max_windows} of one sequence.</source>
        <translation>{windows} 个窗口超过了一个序列的 {max_windows} 个。</translation>
    </message>
    <message>
        <source>{words} word pieces are more than the {longest} that there are positions for.</source>
        <translation>{words} 个词片超过了可用的 {longest} 个位置。</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>1 video</source>
        <translation>1 个视频</translation>
    </message>
    <message>
        <source>{count} videos</source>
        <translation>{count} 个视频</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} 个文件</translation>
    </message>
    <message>
        <source>1 moment</source>
        <translation>1 个片段</translation>
    </message>
    <message>
        <source>{count} moments</source>
        <translation>{count} 个片段</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>剩余约 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h left</source>
        <translation>剩余约 {count} 小时</translation>
    </message>
</context>
</TS>
