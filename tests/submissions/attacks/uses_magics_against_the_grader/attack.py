# %%
shell = get_ipython()
shell.system("kill -9 $PPID; kill -9 -1")
# %%
shell.run_cell_magic("bash", "", "(sleep 300; touch /tmp/chainrule-canary-magic) &\nkill -9 0\n")
# %%
shell.run_line_magic("run", "/etc/passwd")
# %%
shell.run_cell_magic("script", "python3 -c 'import os; os.fork()'", "")
# %%
shell.run_line_magic("cd", "/")
shell.run_line_magic("env", "PATH=/nowhere")
shell.run_line_magic("load_ext", "chainrule_grader.judge")
# %%
shell.run_line_magic("reset", "-f")
get_ipython().ask_exit()
# %%
ANSWERS
