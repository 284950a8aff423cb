#include "gateway/protocol/client_features.h"
#include "gateway/protocol/client_request.h"
#include "gateway/protocol/elicitation_form.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// Any JSON as what a client declares, as a form that a server wants shown, and as the parameters of
// what it asks. What must hold: no crash; what was read is the same after it was written; what a
// client is given is JSON on one line; nobody is asked what was not declared.

namespace {

using namespace portcullis;           // NOLINT: a fuzzer's only file
using namespace portcullis::protocol; // NOLINT

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "asking_fuzz: %s\n", what);
        std::abort();
    }
}

void checkFeatures(JsonValue capabilities)
{
    for (const Revision revision : supportedRevisions()) {
        const ClientFeatures features = readClientFeatures(capabilities, revision);
        require(both(features, features) == features, "what both let pass is less");
        require(both(features, {}) == ClientFeatures(), "what nobody declared passes");
        const auto written = JsonDocument::parse(writeClientFeatures(features));
        require(written.has_value(), "written features are no JSON");
        require(readClientFeatures(written->root(), revision) == features, "features were lost");
    }
}

void checkForm(JsonValue form)
{
    (void)asksForSecret(form);
    for (const Revision revision : supportedRevisions()) {
        const auto text = formFor(revision, form);
        if (!text) {
            continue;
        }
        require(JsonDocument::parse(*text, {.bytes = 1UL << 26U, .depth = 160}).has_value(),
                "a form is no JSON");
    }
}

void checkQuestion(JsonValue params)
{
    for (const char* method : {"elicitation/create", "sampling/createMessage", "roots/list", "x"}) {
        for (const Revision revision : supportedRevisions()) {
            (void)canExpress(method, params, revision);
        }
        require(!mayBeAsked({}, method, params), "who declared nothing is asked");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document =
        JsonDocument::parse(std::string(reinterpret_cast<const char*>(data), size));
    if (document) {
        checkFeatures(document->root());
        checkForm(document->root());
        checkQuestion(document->root());
    }
    return 0;
}
