"""The OpenAPI document is valid, and what is answered is what it says, whatever is asked."""

import copy

import pytest
import report_lab as lab
import schemathesis
from desk_client import HERE
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from test_api import program

from marsad import track
from marsad.web.routes import PAGES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ADDRESSES = [(page.method, page.path) for page in PAGES if page.path.startswith("/api/")]
KNOWN = {"id": ["post-ar", "sada", "telegram:1", "talks", "tr-ur"], "handle": ["daily-7"],
         "name": ["river"]}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with lab.fill(tmp_path_factory.mktemp("document") / "lab") as store:
        store.add(lab.report(store), by=lab.WRITER)
        track.open_case(store, "river", "The River", lab.WRITER)
        track.add_posts(store, "river", [("line 1", "post-ar")], lab.WRITER)
        track.note(store, "river", "See the second bank.", lab.WRITER)
        yield program(store, "write")


@pytest.fixture(scope="module")
def document(client):
    return client.get("/api/v1/openapi.json").json()


def test_the_document_is_valid_and_tells_every_address(document):
    OpenAPIV31SpecValidator(document).validate()
    told = {(method.upper(), path) for path, some in document["paths"].items() for method in some}
    assert told == {(method, path.replace(":path", "")) for method, path in ADDRESSES}
    for some in document["paths"].values():
        for operation in some.values():
            assert operation["description"]
    after = document["components"]["schemas"]["Hits"]["properties"]["next"]
    assert "next page" in after["description"]
    told = document["components"]["schemas"]["Media"]["properties"]["name"]
    assert told["description"].startswith("As the source named it")


@pytest.mark.parametrize(("method", "path"), ADDRESSES, ids=lambda said: said)
def test_whatever_is_asked_the_answer_is_what_the_document_says(client, document, method, path):
    schema = schemathesis.openapi.from_dict(document)
    operation = schema[path.replace(":path", "")][method]
    statuses = set()

    @settings(max_examples=25, derandomize=True, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case):
        made = case.as_transport_kwargs(base_url=HERE)
        answer = client.request(made.pop("method"), made.pop("url"), **sent(made))
        case.validate_response(answer, checks=CHECKS)
        statuses.add(answer.status_code)

    ask()
    assert statuses <= {200, 400, 404}
    assert statuses


def sent(made):
    """What our client takes of a request; the token is its own, not one that was made up."""
    told = made.get("headers") or {}
    headers = {name: value for name, value in told.items() if name.casefold() != "authorization"}
    made = {**made, "headers": headers}
    return {name: made[name] for name in ("params", "json", "data", "headers") if made.get(name)}


@pytest.mark.parametrize(("method", "path"), ADDRESSES, ids=lambda said: said)
def test_what_is_there_is_answered_as_the_document_says(client, document, method, path):
    """Addresses made up at random name nothing that is there; these do."""
    schema = schemathesis.openapi.from_dict(document)
    operation = schema[path.replace(":path", "")][method]
    name = next((each for each in KNOWN if f"{{{each}" in path), "")
    body = {"json": {"kind": "is-propaganda", "code": "no"}} if method == "POST" else {}
    answered = 0
    for known in KNOWN.get(name, [""]):
        case = operation.Case(path_parameters={name: known} if name else {})
        address = path.replace(":path", "").replace(f"{{{name}}}", known)
        answer = client.request(method, address, **body)
        if answer.status_code == 200:
            case.validate_response(answer, checks=CHECKS)
            answered += 1
    assert answered


def test_an_answer_of_another_shape_would_be_noticed(client, document):
    wrong = copy.deepcopy(document)
    wrong["components"]["schemas"]["Place"]["properties"]["name"] = {"type": "integer"}
    case = schemathesis.openapi.from_dict(wrong)["/api/v1/places/{id}"]["GET"].Case(
        path_parameters={"id": "telegram:1"}
    )
    with pytest.raises(FailureGroup, match="schema"):
        case.validate_response(client.get("/api/v1/places/telegram:1"), checks=CHECKS)
