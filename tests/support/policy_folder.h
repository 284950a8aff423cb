#pragma once

#include "gateway/audit/signing_key.h"
#include "gateway/engine/policy_source.h"
#include "tests/support/temp_folder.h"

#include <filesystem>
#include <string>
#include <unistd.h>

namespace portcullis::test {

// A folder with a signed policy, as an administrator makes it, owned by whoever runs the test.
// Owner: the test. Thread: one.
class PolicyFolder
{
public:
    explicit PolicyFolder(audit::KeyKind kind = audit::KeyKind::Ed25519)
        : key(audit::SigningKey::generate(kind).value())
    {
        std::filesystem::create_directory(path());
        trust(key);
    }

    [[nodiscard]] std::filesystem::path path() const { return m_top.path() / "policy"; }

    [[nodiscard]] engine::PolicyPlace place() const { return {path(), m_top.path(), ::geteuid()}; }

    void trust(const audit::SigningKey& trusted) const
    {
        write(engine::kPolicyKeysName, trusted.publicPem().value());
    }

    // "locked" is the object of that name.
    static std::string text(int version, const std::string& locked, const std::string& more = {})
    {
        return R"({"portcullis":"policy/1","version":)" + std::to_string(version) +
               R"(,"issued":"2020-01-01T00:00:00Z","issuer":"Security Operations")" + more +
               (locked.empty() ? R"(,"released":true})" : R"(,"locked":)" + locked + "}");
    }

    void put(const std::string& text) const { put(text, key.sign(text).value()); }

    // The signature first: a look in between finds one policy or none that is whole.
    void put(const std::string& text, const std::string& signature) const
    {
        write(engine::kPolicySignatureName, signature);
        write(engine::kPolicyName, text);
    }

    void write(const std::string& name, const std::string& content) const
    {
        static_cast<void>(m_top.write("policy/" + name, content));
        std::filesystem::permissions(path() / name, std::filesystem::perms(0644));
    }

    void remove() const
    {
        std::filesystem::remove(path() / engine::kPolicyName);
        std::filesystem::remove(path() / engine::kPolicySignatureName);
    }

    audit::SigningKey key;

private:
    TempFolder m_top;
};

} // namespace portcullis::test
