"""Translation servers of our own that behave, misbehave and obey what they read."""

import json
import re
import time
from dataclasses import dataclass

from fetch_server import Site, answer


@dataclass(frozen=True)
class Question:
    """What was put to a server."""

    path: str
    headers: dict[str, str]
    record: dict

    @property
    def segments(self) -> dict[str, str]:
        """The segments by id, found as a model would find them: in the user message."""
        text = self.record["messages"][1]["content"]
        return json.loads(text.splitlines()[1])["segments"]

    @property
    def rules(self) -> str:
        return self.record["messages"][0]["content"]


class Api(Site):
    """A site that reads what is posted to it; ``answers`` is handed a Question."""

    def serve(self, incoming, outgoing) -> None:
        line = incoming.readline().decode("latin-1").rstrip("\r\n")
        headers = {}
        while said := incoming.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = said.partition(": ")
            headers[name.lower()] = value
        body = incoming.read(int(headers.get("content-length", 0)))
        self.asked.append(Question(line.split(" ")[1], headers, json.loads(body or b"{}")))
        said = self.answers(self.asked[-1])
        for piece in [said] if isinstance(said, bytes) else said:
            outgoing.write(piece)
            outgoing.flush()


def as_json(value: object, status: str = "200 OK", **headers: str) -> bytes:
    body = json.dumps(value, ensure_ascii=False).encode()
    return answer(body, status, Content_Type="application/json", **headers)


def chatted(content: object, **more: object) -> bytes:
    """What a chat-completions API says; ``content`` is a string, or becomes one."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    choice["message"] |= {key: value for key, value in more.items() if key != "finish_reason"}
    choice |= {key: value for key, value in more.items() if key == "finish_reason"}
    return as_json({"choices": [choice]})


WORDS = ("the", "council", "opened", "a", "new", "harbour", "for", "traders", "of", "our", "town",
         "this", "morning", "with", "music")  # fmt: skip


def english(text: str) -> str:
    """A plain English sentence that is about as long as a text, and keeps its numbers."""
    size = max(3, len(text.split()))
    # Other words for another text, as a translation has.
    first = sum(map(ord, text))
    said = " ".join(WORDS[(first + number * number) % len(WORDS)] for number in range(size))
    return " ".join([said.capitalize(), *re.findall(r"[0-9]+", text)]) + "."


def translator(question: Question) -> bytes:
    """A model that does what it is asked."""
    return chatted({id: english(text) for id, text in question.segments.items()})


def hang(_question: object):
    """Answers nothing, as long as anybody waits."""
    time.sleep(3)
    yield b""
