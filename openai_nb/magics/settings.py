"""Settings: `%openai` shows where calls go, with whose key and why, and changes it."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments

from openai_nb.magics import listing
from openai_nb.magics.arguments import Misused, command
from openai_nb.magics.brief import briefly
from openai_nb.magics.footer import SANDBOX
from openai_nb.session import current


@magics_class
class SettingsMagics(Magics):
    """Show and change who answers."""

    @no_var_expand
    @magic_arguments()
    @argument("--organization", help="with login: the organization to keep beside the key")
    @argument("--project", help="with login: the project to keep beside the key")
    @line_magic
    @briefly
    def openai(self, line: str) -> Any:
        """Where calls go, with whose key, and why.

        Examples::

            %openai                              what is in force, and where each value comes from
            %openai login                        take a key, without showing it, into ~/.openai
            %openai logout                       forget that key
            %openai use sandbox                  or openai, or a base URL
            %openai limits                       what the last answer said of rate limits
            %openai debug                        the full trace of the last error
        """
        args = command(self.openai, line)
        args.out = None
        verbs: listing.Verbs = {
            "show": self._show,
            "login": self._login,
            "logout": self._logout,
            "use": self._use,
            "limits": self._limits,
            "debug": self._debug,
        }
        if args.words[:1] == ["login"] and len(args.words) > 1:  # before its words are looked at or shown
            raise Misused("A key on this line would stay in the notebook.", "Say `%openai login` alone.")
        return listing.done("openai", args, verbs, self.shell.user_ns, "show")

    def _show(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing
        from openai_nb.magics.keys import whereabouts

        badge = SANDBOX if current().client.provider.sandboxed else ""
        return Listing(("", "", "from"), whereabouts(), note=badge)

    def _login(self, args: Any) -> None:
        from openai_nb.magics.keys import login

        print(login({"organization": args.organization, "project": args.project}))

    def _logout(self, args: Any) -> None:
        from openai_nb.magics.keys import logout

        print(logout())

    def _use(self, args: Any, who: Any) -> Any:
        current().use(who)
        return self._show(args)

    def _limits(self, args: Any) -> Any:
        from openai_nb.looks.tables import Listing

        last = current().client.last
        if last is None:
            raise Misused("Nothing has been asked yet.", "Ask something first: the answer brings its limits.")
        said = "" if last.limits else " said nothing of limits"
        return Listing(("limit", "value"), list(last.limits.items()), note=f"{last.verb} {last.path}{said}")

    def _debug(self, args: Any) -> None:
        from openai_nb.looks.errors import last_trace

        print(last_trace() or "No error yet.")
