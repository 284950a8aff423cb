#include "gateway/protocol/logging.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// Any JSON-RPC message as a server's log message and as a client's wish for some. What must hold:
// no crash; a level is one of the eight; what a client is given is JSON on one line with the same
// level and the server's name before the logger's.

namespace {

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "logging_fuzz: %s\n", what);
        std::abort();
    }
}

void checkWish(const Message& message)
{
    const auto level = readSetLevel(message);
    require(level ? parseLogLevel(logLevelName(*level)) == *level : !level.error().message.empty(),
            "a wish without a level or an error");
    const auto ofRequest = readLogLevel(message);
    require(ofRequest.has_value() || !ofRequest.error().message.empty(), "an error without words");
}

void checkMessage(const Message& message)
{
    const auto level = levelOf(message);
    if (!level) {
        return;
    }
    const std::string text = writeLogMessage(message, "fx");
    require(text.find_first_of("\r\n") == std::string::npos, "a message has a line break");
    const auto written = JsonDocument::parse(text, {.bytes = 1UL << 26U, .depth = 160});
    require(written.has_value(), "a written message is no JSON");
    const JsonValue params = written->root()["params"];
    require(params["level"].stringEquals(logLevelName(*level)), "the level is another one");
    require(params["logger"].string().starts_with("fx"), "a logger without its server");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document =
        JsonDocument::parse(std::string(reinterpret_cast<const char*>(data), size));
    if (!document || !document->root().isObject()) {
        return 0;
    }
    if (const auto message = readMessage(document->root())) {
        checkWish(*message);
        checkMessage(*message);
    }
    return 0;
}
