"""Forking: a proxy that is there at once, again and again; each line of input asks for a fresh one.

It says on a line which process it is and on which port; the one who asked may kill it.
"""

import os
import sys

from openai_nb.core.server import Served
from openai_nb.proxy import proxy


def main(config):
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            served = Served(proxy(config))
            print(os.getpid(), served.port, flush=True)
            served.serve_forever(0.1)
        os.waitpid(child, 0)


main(sys.argv[1])
