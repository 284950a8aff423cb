#pragma once

#include "gateway/api/config.h"

#include <random>
#include <string>

// What keys of configurations to test with are bound to.
namespace portcullis::api::test {

// Anything that is valid, the same for the same state of `random`.
inline void bindAnyhow(KeyConfig& key, std::mt19937& random)
{
    const auto flip = [&random] { return random() % 2 == 0; };
    if (flip()) {
        key.retiring = RetiringSecret{sha256(key.id.str() + " before"),
                                      key.expires ? *key.expires : key.created};
    }
    for (const auto transport : {KeyTransport::Http, KeyTransport::Sse, KeyTransport::Stdio}) {
        if (flip()) {
            key.transports.push_back(transport);
        }
    }
    while (flip() && key.programs.size() < kMaxPrograms) {
        const std::string number = std::to_string(key.programs.size());
        key.programs.push_back({sha256(number), flip() ? "/usr/bin/" + number : ""});
    }
}

} // namespace portcullis::api::test
