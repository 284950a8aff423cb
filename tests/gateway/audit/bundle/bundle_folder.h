#pragma once

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "tests/support/temp_folder.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle::test {

inline const std::string kOrigin = "portcullis.local/00ff/0";

// A small valid bundle in a folder: all headers of a log, and no bodies, because its scope is a key
// that does not occur. Owner: the test.
class BundleFolder
{
public:
    explicit BundleFolder(std::uint64_t records)
        : m_keys(std::make_shared<const LogKeys>(LogKeys::generate().value()))
        , m_signer(LogSigner::make(m_keys, kOrigin).value())
    {
        files = {{"FORMAT.md", "text\n"}, {"README.txt", "text\n"}};
        for (const auto name : {kBodies, kCheckpoints, kOpenings, kPurged}) {
            files[std::string(name)] = "";
        }
        files[std::string(kEd25519Pem)] = m_keys->ed25519.publicPem().value();
        files[std::string(kP256Pem)] = m_keys->p256.publicPem().value();
        files[std::string(kVkeys)] =
            m_signer.ed25519().vkey() + "\n" + m_signer.p256().vkey() + "\n";
        addRecords(records);
        seal();
    }

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path(); }

    [[nodiscard]] const LogSigner& signer() const { return m_signer; }

    [[nodiscard]] const api::TreeHead& head() const { return m_head; }

    void write(std::string_view name, std::string_view text) const
    {
        const auto file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }

    std::map<std::string, std::string> files; // that the manifest covers

private:
    void addRecords(std::uint64_t records)
    {
        Frontier frontier;
        std::string& headers = files[std::string(kHeaders)];
        for (std::uint64_t n = 0; n < records; ++n) {
            const std::string line = R"({"body":")" + std::string(64, '0') + R"(","hw":1,"n":)" +
                                     std::to_string(n) + R"(,"t":1,"type":"run.open","v":1})";
            frontier.append(leafHash(line));
            headers += line + "\n";
        }
        m_head = {kOrigin, records, frontier.root()};
        const std::string count = std::to_string(records);
        files[std::string(kCheckpoint)] = m_signer.signNote(m_head).value().format();
        files[std::string(kProof)] =
            R"({"begin":0,"end":)" + count + R"(,"left":[],"right":[],"size":)" + count + "}\n";
        files[std::string(kManifest)] =
            R"({"counts":{"bodies":0,"headers":)" + count +
            R"(,"purged":0,"values":0,"withheld":0},"format":"portcullis-audit-bundle/1",)" +
            R"("origin":")" + kOrigin + R"(","range":{"begin":0,"end":)" + count + R"(},"root":")" +
            toHex(m_head.root) + R"(","scope":{"key":"vk_none"},"size":)" + count + "}\n";
    }

    void seal()
    {
        std::string sums;
        for (const auto& [name, text] : files) {
            write(name, text);
            sums += toHex(sha256(text)) + "  " + name + "\n";
        }
        write(kManifestSums, sums);
        write(kEd25519Signature, m_keys->ed25519.sign(sums).value());
        write(kP256Signature, m_keys->p256.sign(sums).value());
    }

    portcullis::test::TempFolder m_folder;
    std::shared_ptr<const LogKeys> m_keys;
    LogSigner m_signer;
    api::TreeHead m_head;
};

} // namespace portcullis::audit::bundle::test
