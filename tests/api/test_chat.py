from openai_nb import Client

HELLO = [{"role": "user", "content": "What is 6 * 7?"}]


def test_answers_their_choices_messages_and_pieces_print_as_their_text():
    with Client.sandbox() as client:
        said = client.chat.completions.create(model="sandbox-chat", messages=HELLO)
        pieces = list(client.chat.completions.stream(model="sandbox-chat", messages=HELLO))
    text = said.choices[0].message.content
    assert str(said) == str(said.choices[0]) == f"{said.choices[0].message}" == text
    assert "".join(str(piece.choices[0].delta) for piece in pieces) == text
    assert "Completion(" in repr(said)
