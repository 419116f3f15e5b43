"""The Python snippets of the documentation page, against a server on loopback.

`RejectReason.None`, as the page prints it, is no Python; the SDK calls it `None_`.
"""

import asyncio
import sys
import time

from azure.core.credentials import AccessToken
from msgraph import GraphServiceClient
from msgraph.generated.communications.calls.item.reject.reject_post_request_body import RejectPostRequestBody
from msgraph.generated.models.reject_reason import RejectReason

CALL = "57dab8b1-894c-409a-b240-bd8beae78896"


class Credential:
    def get_token(self, *scopes, **options):
        return AccessToken("FAKE.TOKEN.VALUE", int(time.time()) + 3600)


async def main(host):
    graph_client = GraphServiceClient(Credential(), ["https://graph.microsoft.com/.default"])
    # Only the host is another one; what the SDK puts behind it stays.
    adapter = graph_client.request_adapter
    adapter.base_url = adapter.base_url.replace("https://graph.microsoft.com", host)

    callback = "https://bot.contoso.com/api/calls"
    for call_id, request_body in [
        (CALL, RejectPostRequestBody(reason=RejectReason.Busy)),
        (CALL, RejectPostRequestBody(reason=RejectReason.None_)),
        (CALL, RejectPostRequestBody(reason=RejectReason.Forbidden)),
        (CALL, RejectPostRequestBody(reason=RejectReason.Busy, callback_uri=callback)),
        (CALL, RejectPostRequestBody()),
        ("a b/c?d#e%2Fé", RejectPostRequestBody(reason=RejectReason.Busy)),
    ]:
        await graph_client.communications.calls.by_call_id(call_id).reject.post(request_body)


asyncio.run(main(sys.argv[1]))
