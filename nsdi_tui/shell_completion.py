"""Completing lists on the command line: recent ones beside files, in bash, zsh and fish."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

if TYPE_CHECKING:
    import click

_UNSUITABLE = frozenset(",\n\t")
"""Characters in the name of a list that divide the lines that the shells read."""


def complete_list(
    context: click.Context,  # noqa: ARG001
    argument: click.Parameter,  # noqa: ARG001
    start: str,
) -> list[CompletionItem]:
    """Return the recent lists that begin with this text, and the request for files."""
    from nsdi_tui.system.paths import recent_file
    from nsdi_tui.system.recent_lists import RecentLists

    items: dict[str, CompletionItem] = {}
    for entry in RecentLists(recent_file()).read():
        for name in entry.arguments:
            if _is_offered(name, start):
                title = entry.title if len(entry.arguments) == 1 else None
                items.setdefault(name, CompletionItem(name, help=title))
    return [CompletionItem(start, type="file"), *items.values()]


def _is_offered(name: str, start: str) -> bool:
    """Return whether a list is offered for the text that is being typed.

    Files in the folder that is being named are left to the shell, and those that are gone are not
    offered.
    """
    if not name.startswith(start) or not _UNSUITABLE.isdisjoint(name):
        return False
    is_beside = "/" in start and os.path.dirname(start) == os.path.dirname(name)  # noqa: PTH120
    return not name.startswith("/") or (os.path.exists(name) and not is_beside)  # noqa: PTH110


class _BashCompletion(BashComplete):
    """Offers files and other values together, and takes a colon as part of a word.

    Click's own script offers files only without other values. To bash, a colon ends a word:
    completions are without what precedes it.
    """

    source_template = """\
%(complete_func)s() {
    local type value start='' prefix='' has_files='' values=() files=()
    local word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            file) start=$value has_files=yes; compopt -o default ;;
            plain) values+=("$value") ;;
        esac
    done < <(COMP_WORDS=${COMP_LINE:0:COMP_POINT} %(complete_var)s=bash_complete "$1")
    [[ ${#values[@]} == 0 ]] && return
    if [[ $start == *:* && ( $word == : || $word != *:* ) ]]; then
        prefix=${start%%"${start##*:}"}
    elif [[ $has_files ]]; then
        mapfile -t files < <(compgen -f -- "$start")
    fi
    [[ ${#files[@]} != 0 || " ${values[*]}" == *' '[/~]* ]] && compopt -o filenames
    COMPREPLY=("${values[@]#"$prefix"}" "${files[@]}")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the complete words before the cursor, and the one that is being typed."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        # Whatever is added to the line goes on with the last word, or begins another.
        is_begun = len(split_arg_string(f"{line}x")) == len(words)
        return words[1:-1] if is_begun else words[1:], words[-1] if is_begun else ""


class _ZshCompletion(ZshComplete):
    """Offers files and other values together: with click's own script, files replace the others."""

    source_template = """\
#compdef %(prog_name)s
%(complete_func)s() {
    local type value description has_files=''
    local -a plain described response
    response=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s)}")
    [[ ${words[CURRENT]} == --*=* ]] && compset -P '*='
    for type value description in "${response[@]}"; do
        case $type in
            file) has_files=yes ;;
            plain)
                if [[ $description == _ ]]; then
                    plain+=("$value")
                else
                    described+=("$value:$description")
                fi ;;
        esac
    done
    local result=1
    (( $#described )) && _describe -V described described && result=0
    (( $#plain )) && compadd -V plain -a plain && result=0
    [[ -n $has_files ]] && _files && result=0
    return $result
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""


add_completion_class(_BashCompletion)
add_completion_class(_ZshCompletion)
