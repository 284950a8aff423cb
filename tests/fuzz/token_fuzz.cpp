#include "gateway/engine/sealed_token.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

// Any text as a token that a client brings back, and as a change to one that was sealed. What must
// hold: no crash; nothing opens but what was sealed, and that says what was sealed.

namespace {

using namespace portcullis;         // NOLINT: a fuzzer's only file
using namespace portcullis::engine; // NOLINT

constexpr std::string_view kPurpose = "fuzz";

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "token_fuzz: %s\n", what);
        std::abort();
    }
}

const TokenSealer& sealer()
{
    static constexpr std::array<std::uint8_t, 32> kKey{1, 2, 3};
    static const TokenSealer one{SecretBytes(std::span<const std::uint8_t>(kKey))};
    return one;
}

// Each byte of the input is laid over one of the token.
std::string changed(std::string token, std::string_view by)
{
    for (std::size_t i = 0; i < by.size(); ++i) {
        token[i % token.size()] =
            static_cast<char>(static_cast<unsigned char>(token[i % token.size()]) ^
                              static_cast<unsigned char>(by[i]));
    }
    return token;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const WallTime now = fromMicros(1'795'339'800'000'000);
    const KeyId key("vk_0123456789abcdef");
    require(!sealer().open(kPurpose, key, text, now), "a stranger's text opens");
    const std::string token = sealer().seal(kPurpose, key, text, now + std::chrono::minutes(10));
    const auto opened = sealer().open(kPurpose, key, token, now);
    require(opened && opened->payload == text, "what was sealed is lost");
    require(!sealer().open("other", key, token, now), "a token serves another purpose");
    require(!sealer().open(kPurpose, KeyId("vk_"), token, now), "a token serves another key");
    const auto damaged = sealer().open(kPurpose, key, changed(token, text), now);
    require(!damaged || damaged->payload == text, "a changed token says something else");
    return 0;
}
