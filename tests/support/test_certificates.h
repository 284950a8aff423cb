#pragma once

#include <string>

namespace portcullis::test {

struct Credentials
{
    std::string certificate; // PEM, its own authority
    std::string key;
};

// A certificate that signs itself, valid for the names ("DNS:a,IP:1.2.3.4") until so many seconds
// from now.
[[nodiscard]] Credentials makeCredentials(const std::string& names, long seconds = 3600);

// The PEM of a private key, encrypted.
[[nodiscard]] std::string encryptKey(const std::string& key, const std::string& passphrase);

} // namespace portcullis::test
