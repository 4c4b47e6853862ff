"""Forking: a served sandbox that is there at once, again and again; each line of input asks for a fresh one.

It says on a line which process it is and on which port; the one who asked may kill it.
"""

import os
import sys

from openai_nb import Client
from openai_nb.sandbox.serve import serve


def main(state):
    Client.sandbox().vector_stores.create(name="warm")  # so that a fork finds all that is to be imported
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            served, _ = serve(state, token=None, step_seconds=0.001)
            print(os.getpid(), served.port, flush=True)
            served.serve_forever(0.1)
        os.waitpid(child, 0)


main(sys.argv[1])
