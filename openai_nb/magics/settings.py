"""Settings: `%openai` shows where calls go, with whose key and why, and changes it."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing, values
from openai_nb.magics.arguments import Misused, closest, command, named, out
from openai_nb.magics.brief import briefly
from openai_nb.magics.footer import SANDBOX
from openai_nb.session import current

VERBS = (
    "show",
    "login",
    "logout",
    "use",
    "config",
    "limits",
    "debug",
    "panel",
    "docs",
    "operations",
)


@magics_class
class SettingsMagics(Magics):
    """Show and change who answers."""

    @no_var_expand
    @magic_arguments()
    @argument("--organization", help="with login: the organization to keep beside the key")
    @argument("--project", help="with login: the project to keep beside the key")
    @out()
    @line_magic
    @briefly
    def openai(self, line: str) -> Any:
        """Where calls go, with whose key, and why; and every call of the API by its name.

        The arguments of a call, and the options of `use`, are `name=value`: JSON, else text;
        `{{expression}}` is a value of the notebook, `@name` a file.  A list comes as a DataFrame.

        Examples::

            %openai                              what is in force, and where each value comes from
            %openai login                        take a key, without showing it, into ~/.openai
            %openai logout                       forget that key
            %openai use sandbox                  or openai, azure, proxy, local, ollama, a base URL
            %openai use http://localhost:8080/v1 timeout=30
            %openai use proxy domain=llm.example.org token=ask
            %openai use azure endpoint=https://my.openai.azure.com deployment=gpt-6-luna key=ask
            %openai config                       all options, and where each value comes from
            %openai limits                       what the last answer said of rate limits
            %openai debug                        the full trace of the last error
            %openai panel chat                   open a panel
            %openai docs                         the manual
            %openai operations vector            the calls with this word in name or description
            %openai listModels
            answer = %openai createChatCompletion model=gpt-6-luna messages={{messages}}
            %openai createFile file=@train.jsonl purpose=fine-tune
            %openai deleteFile file_id=file-abc
        """
        first = named(line)[1].split(maxsplit=1)[:1]
        if first and first[0] not in VERBS and not first[0].startswith("-"):
            return self._operation(line)
        if first == ["use"]:
            return self._use(line)
        args = command(self.openai, line)
        verbs: listing.Verbs = {name: getattr(self, f"_{name}") for name in VERBS}
        return listing.done("openai", args, verbs, self.shell.user_ns, "show")

    def _operation(self, line: str) -> Any:
        from openai_nb.magics import operations

        said = values.line(line)
        answer = operations.called(said, self.shell.user_ns)
        if said.out:
            self.shell.user_ns[said.out] = answer
        return answer

    def _use(self, line: Any) -> Any:
        from openai_nb.magics import using

        using.use(values.line(line), self.shell.user_ns)
        return self._show(None)

    def _show(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing
        from openai_nb.looks.whereabouts import whereabouts

        badge = SANDBOX if current().client.provider.sandboxed else ""
        return Listing(("", "", "from"), whereabouts(), note=badge)

    def _login(self, args: Any) -> None:
        from openai_nb.magics.keys import login

        print(login({"organization": args.organization, "project": args.project}))

    def _logout(self, args: Any) -> None:
        from openai_nb.magics.keys import logout

        print(logout())

    def _config(self, args: Any, part: str = "", *value: Any) -> Any:
        from openai_nb.looks.tables import Listing
        from openai_nb.magics import options

        held = options.current()
        if value:
            near = closest(part, held.origins) or part
            raise Misused(
                "`%openai config` shows the options; `%config` sets one.",
                f"Write %config OpenAINb.{near} = {' '.join(map(str, value)).lstrip('= ')}",
            )
        rows = [
            (name, "" if (value := getattr(held, name)) is None else value, where, held.traits()[name].help)
            for name, where in sorted(held.origins.items())
            if part in name
        ]
        return Listing(
            ("option", "value", "from", ""), rows, note="%config OpenAINb.max_cost = 0.10 sets one"
        )

    def _limits(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing

        last = current().client.last
        if last is None:
            raise Misused("Nothing has been asked yet.", "Ask something first: the answer brings its limits.")
        said = "" if last.limits else " said nothing of limits"
        return Listing(("limit", "value"), list(last.limits.items()), note=f"{last.verb} {last.path}{said}")

    def _debug(self, args: Any) -> None:
        from openai_nb.core.traces import last_trace

        print(last_trace() or "No error yet.")

    def _panel(self, args: Any, name: str = "", *given: Any) -> Any:
        from openai_nb.magics import using

        held = self.shell.user_ns
        return using.panel(name, *(held.get(each, each) if isinstance(each, str) else each for each in given))

    def _docs(self, args: Any) -> Any:
        from openai_nb.looks.manual import docs

        return docs()

    def _operations(self, args: Any, word: str = "") -> Any:
        from openai_nb.magics import operations

        return operations.listed(word)
