"""The sandbox on a port: its manners towards callers, and towards those who should not call."""

import socket
import subprocess
import sys

import pytest
import requests

from openai_nb import Client
from openai_nb.__main__ import PASSED, main, parser
from openai_nb.core.errors import NotAuthenticated
from openai_nb.sandbox.serve import serve
from openai_nb.version import __version__


@pytest.fixture
def served():
    server, token = serve(step_seconds=None)
    server.start()
    yield server, token
    server.close()


@pytest.fixture
def client(served):
    server, token = served
    with Client(base_url=f"{server.url}/v1", api_key=token) as client:
        yield client


def raw(server, request):
    """What comes back for bytes sent as they are; the socket is read to its end."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as sock:
        sock.sendall(request)
        pieces = []
        while piece := sock.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


def test_the_same_client_is_served_on_a_port(client):
    said = client.chat.completions.create(
        model="sandbox-chat", messages=[{"role": "user", "content": "What is 6 * 7?"}]
    )
    assert "42" in said.choices[0].message.content and client.last.request_id


def test_pieces_stream_over_one_kept_connection(client):
    for _ in range(3):
        stream = client.chat.completions.stream(
            model="sandbox-chat", messages=[{"role": "user", "content": "Tell me of rivers"}]
        )
        assert len(list(stream)) > 5
    pool = client._transport.session.get_adapter(client.provider.base_url).poolmanager
    assert [pool.pools.get(key).num_connections for key in pool.pools.keys()]  # noqa: SIM118  # no dict == [1]


def test_a_file_travels_there_and_back(client):
    data = bytes(range(256)) * 4000
    assert client.files.content(client.files.create(file=data, purpose="user_data")) == data


def test_without_the_token_nobody_gets_in(served):
    server, _ = served
    with pytest.raises(NotAuthenticated, match="has a token"):
        Client(base_url=f"{server.url}/v1", api_key="wrong").models.list()


def test_it_answers_with_and_without_v1(served):
    server, token = served
    for path in ("/models", "/v1/models"):
        answer = requests.get(server.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=5)
        assert answer.ok and answer.headers["x-openai-nb-sandbox"] == "1"


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_other_hosts_and_their_pages_get_no_answer(served, header):
    server, token = served
    headers = {"Authorization": f"Bearer {token}", **header}
    answer = requests.get(server.url + "/v1/models", headers=headers, timeout=5)
    assert answer.status_code == 403 and "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Transfer-Encoding: chunked\r\n", b"411"),
        (b"Content-Length: 5\r\nContent-Length: 7\r\n", b"400"),
        (b"Content-Length: -1\r\n", b"400"),
        (b"Content-Length: 99999999999\r\n", b"413"),
    ],
)
def test_what_could_be_smuggled_is_refused_and_the_connection_ends(served, head, status):
    server, _ = served
    said = raw(
        server,
        b"POST /v1/files HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\nxGET /v1/models HTTP/1.1\r\n\r\n",
    )
    assert said.startswith(b"HTTP/1.1 " + status) and said.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "path", ["/v1/../models", "/v1/files/..%2f..%2fetc", "//evil.example/v1/models", "/v1/files/%00"]
)
def test_paths_lead_nowhere_else(served, path):
    server, token = served
    head = f"Host: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    said = raw(server, f"GET {path} HTTP/1.1\r\n{head}".encode())
    assert said.startswith(b"HTTP/1.1 404")


def test_what_it_cannot_read_it_refuses_in_the_apis_words(served):
    server, token = served
    answer = requests.post(
        server.url + "/v1/chat/completions",
        data=b"{no json",
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert answer.status_code == 400 and answer.json()["error"]["type"] == "invalid_request_error"


def test_another_method_is_told_which_ones_there_are(served):
    server, token = served
    answer = requests.put(server.url + "/v1/models", headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert answer.status_code == 405 and "GET" in answer.json()["error"]["message"]


def test_the_command_line_says_how_to_get_in(tmp_path):
    command = [sys.executable, "-m", "openai_nb", "sandbox", "--no-token", "--state", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[4].rstrip(";")
        assert "api_key=" in program.stdout.readline()
        assert Client(base_url=url, api_key="anything").models.list()[0].id == "sandbox-chat"
        program.send_signal(2)
        assert program.wait(5) == 0


@pytest.mark.parametrize(
    "wrong", [["--era", "1999"], ["--faults", "flood"], ["--clock", "noon"], ["--seed", "many"]]
)
def test_the_command_line_says_what_it_cannot_read(wrong, capsys):
    with pytest.raises(SystemExit):
        main(["sandbox", *wrong])
    said = capsys.readouterr().err
    assert wrong[1] in said and "Invalid isoformat" not in said


@pytest.mark.parametrize(
    ("wrong", "said"), [(["--port", "99999"], "port must be"), (["--state", "a/b"], "Not a directory")]
)
def test_a_port_or_directory_that_cannot_be_had_is_told_in_words(wrong, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("a file")
    with pytest.raises(SystemExit):
        main(["sandbox", *wrong])
    told = capsys.readouterr().err
    assert said in told and "Name another" in told


def test_the_command_line_tells_its_version(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"openai_nb {__version__}\n"


def test_the_command_line_takes_what_the_sandbox_takes():
    said = parser().parse_args(
        ["sandbox", "--era", "2026-11", "--lenient", "--seed", "7", "--clock", "2026-11-21"]
    )
    server, _ = serve(token=None, **{name: getattr(said, name) for name in PASSED})
    answer = requests.get(f"{server.start().url}/v1/files/file-abc", timeout=5).json()
    server.close()
    assert (answer["id"], answer["object"]) == ("file-abc", "file")
