"""A program of somebody else's at our HTTP API: each answer is held against the document that we serve."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jsonschema_rs

from billing.developers.models import Scope
from billing.models import Person

_names = itertools.count(1)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def word(self) -> str:
        """The sort of a problem."""
        return str(self.body.get("type", "")).removeprefix("urn:tolem:problem:")


@dataclass
class Program:
    """Calls, and trusts no answer that the document does not foretell."""

    http: aiohttp.ClientSession
    document: dict[str, Any]
    token: str = ""
    strays: list[str] = field(default_factory=list)

    async def call(
        self, method: str, path: str, body: object = None, *, name: str | None = "", **headers: str
    ) -> Answer:
        """``name``: the idempotency key; by default a new one for each write, ``None``: none."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if method == "POST" and name is not None:
            sent["Idempotency-Key"] = name or f"n{next(_names)}"
        sent |= {each.replace("_", "-"): value for each, value in headers.items()}
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        async with self.http.request(method, path, data=data, headers=sent) as answer:
            text = await answer.text()
            found = Answer(answer.status, dict(answer.headers), json.loads(text))
            self._foretold(method, path, found, answer.content_type)
            return found

    async def get(self, path: str, **headers: str) -> Answer:
        """Read."""
        return await self.call("GET", path, **headers)

    async def post(self, path: str, body: object, name: str | None = "", **headers: str) -> Answer:
        """Write."""
        return await self.call("POST", path, body, name=name, **headers)

    def valid(self, shape: str, value: object) -> None:
        """Raises where the value is not of this shape."""
        schemas = {"components": self.document["components"]}
        jsonschema_rs.Draft202012Validator(
            {**schemas, "$ref": f"#/components/schemas/{shape}"}, validate_formats=True
        ).validate(value)

    def _foretold(self, method: str, path: str, answer: Answer, kind: str) -> None:
        operation = self._operation(method, path.partition("?")[0])
        if operation is None:
            assert answer.status in {400, 404, 405}
            assert kind == "application/problem+json"
            self.valid("Problem", answer.body)
            return
        said = operation["responses"][str(answer.status)]
        said = self.document["components"]["responses"][str(answer.status)] if "$ref" in said else said
        schema = said["content"][kind]["schema"]
        validated = {**schema, "components": self.document["components"]}
        jsonschema_rs.Draft202012Validator(validated, validate_formats=True).validate(answer.body)
        for header, about in said.get("headers", {}).items():
            assert header in answer.headers or not about.get("required"), header

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        for template, operations in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[0-9]+", template), path):
                found: dict[str, Any] | None = operations.get(method.lower())
                return found
        return None


async def arrive(http: aiohttp.ClientSession, desk: Any, owner: Person, *scopes: Scope) -> Program:
    """With a key for these; for all where none is named."""
    async with http.get("/api/v1/openapi.json") as answer:
        document = await answer.json()
    source = f"tap:{next(_names)}"
    _, token = await desk.developers.make_key(owner, frozenset(scopes or Scope), source)
    return Program(http, document, token)
