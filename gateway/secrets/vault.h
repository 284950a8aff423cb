#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace portcullis::secrets {

// Named secrets for upstream servers (tokens, passwords), each sealed in the file vault.json under
// a key derived from the master key; the name is bound into the seal. Owner: engine. Thread:
// gateway. Errors: Corrupt (damaged or sealed under another key), IoError, NotFound,
// InvalidArgument (name).
class Vault
{
public:
    // Reads the file; an absent one is an empty vault.
    [[nodiscard]] static Result<Vault> open(const std::filesystem::path& file, SecretBytes key);

    // The names in a file, which need no key; whether their secrets open is not looked at.
    [[nodiscard]] static Result<std::vector<std::string>>
    namesIn(const std::filesystem::path& file);

    [[nodiscard]] Result<SecretBytes> get(const std::string& name) const;
    [[nodiscard]] Result<> put(const std::string& name,
                               const SecretBytes& secret);  // writes the file
    [[nodiscard]] Result<> remove(const std::string& name); // writes the file
    [[nodiscard]] std::vector<std::string> names() const;
    // Hex SHA-256 of a secret as it is sealed, under a new nonce each time; empty for none.
    [[nodiscard]] std::string sealedHash(const std::string& name) const;
    // A vault on the same file, to be changed aside and taken over.
    [[nodiscard]] Vault duplicate() const;
    [[nodiscard]] Result<> save() const; // writes the file as it is in memory

private:
    Vault(std::filesystem::path file, SecretBytes key);

    std::filesystem::path m_file;
    SecretBytes m_key;
    std::map<std::string, std::vector<std::uint8_t>> m_sealed; // nonce and ciphertext
};

} // namespace portcullis::secrets
