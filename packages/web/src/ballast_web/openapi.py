"""The description of the API, with the one form of all failures and the token."""

from typing import Any

from fastapi import FastAPI

from ballast_web.errors import MEDIA_TYPE, ProblemDocument

_REFERENCE = "#/components/schemas/{model}"

FAILURES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="ProblemDocument")}}},
    }
    for status, description in {
        "4XX": "The request cannot be answered; `problems` names every fault at once.",
        "5XX": "Ballast cannot answer now; `Retry-After` says when to try again.",
    }.items()
}


class DescribedApi(FastAPI):
    """FastAPI that describes problem documents and the token, which routes themselves do not know."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description."""
        if not self.openapi_schema:
            described = super().openapi()
            components = described["components"]
            problem = ProblemDocument.model_json_schema(mode="serialization", ref_template=_REFERENCE)
            components["schemas"] |= {**problem.pop("$defs"), "ProblemDocument": problem}
            components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            described["security"] = [{"token": []}, {}]  # the latter: not needed on this machine
        return self.openapi_schema or {}
