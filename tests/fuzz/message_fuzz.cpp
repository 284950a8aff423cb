#include "gateway/protocol/call.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/message.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// Any bytes as one message from a peer, read in every role. What must hold: no crash; whatever is
// written from it is one line of JSON and reads back the same.

namespace {

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "message_fuzz: %s\n", what);
        std::abort();
    }
}

void requireLine(const std::string& text)
{
    require(text.find_first_of("\r\n") == std::string::npos, "a message has a line break");
    const auto again = JsonDocument::parse(text, {.bytes = 1UL << 26U, .depth = 160});
    require(again.has_value(), "a written message is not JSON");
    require(readMessage(again->root()).has_value(), "a written message is not a message");
}

void rewrite(const Message& message)
{
    switch (message.kind) {
    case MessageKind::Request:
        requireLine(writeRequest(message.id, message.method, message.params.raw()));
        break;
    case MessageKind::Notification:
        requireLine(writeNotification(message.method, message.params.raw()));
        break;
    case MessageKind::Response:
        requireLine(writeResult(message.id, message.result.raw()));
        break;
    case MessageKind::Error:
        requireLine(writeError(message.id, readError(message.error)));
        break;
    }
}

void readAsRequest(const Message& message)
{
    if (const auto call = readClientCall(message)) {
        const std::string state =
            call->requestState ? jsonQuote(*call->requestState) : std::string();
        const std::string members = writeCallMembers(
            {call->kind, call->name, call->arguments.raw(), call->inputResponses.raw(), state});
        const std::string forwarded = forwardedMeta(call->meta);
        for (const Revision revision : supportedRevisions()) {
            requireLine(writeRequest(
                "1",
                methodOf(call->kind),
                writeParams(members, {forwarded, call->progressToken, "{}", "info"}, revision)));
        }
    }
    (void)readInitialize(message);
    (void)readTrace(message.meta());
    if (const auto progress = readProgress(message)) {
        requireLine(writeProgress(progress->token, *progress));
    }
    if (const auto id = readCancelled(message); !id.empty()) {
        requireLine(writeCancelled(id, message.method, kNewestSession));
    }
}

void readAsAnswer(const Message& message)
{
    (void)readInitializeResult(message.result);
    (void)readDiscoverResult(message.result);
    const RpcError error = readError(message.error);
    (void)readSupported(error);
    for (const Revision revision : supportedRevisions()) {
        const RpcError translated = translateError(error, revision, "srv");
        requireLine(writeError("1", translated));
        const bool forbidden = translated.code <= -32000 && translated.code >= -32099 &&
                               translated.code != code::kMissingCapability;
        require(eraOf(revision) == Era::Session || !forbidden, "a code that must not be emitted");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document =
        JsonDocument::parse(std::string(reinterpret_cast<const char*>(data), size));
    if (!document) {
        return 0;
    }
    const auto message = readMessage(document->root());
    if (!message) {
        requireLine(writeError(readId(document->root()), message.error()));
        return 0;
    }
    rewrite(*message);
    readAsRequest(*message);
    readAsAnswer(*message);
    return 0;
}
