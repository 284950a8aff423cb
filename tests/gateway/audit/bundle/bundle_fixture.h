#pragma once

#include "gateway/audit/bundle/export.h"
#include "tests/gateway/audit/log_fixture.h"
#include "tests/gateway/audit/read_raw.h"
#include "tests/support/run_command.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

namespace portcullis::audit::bundle::test {

using portcullis::audit::test::readFile;
using portcullis::test::quoted;
using portcullis::test::Ran;
using portcullis::test::run;

// The verifier in Python, which shares no code with the program.
inline Ran verify(const std::filesystem::path& bundle, const std::string& options = {})
{
    return run("python3 -B '" PORTCULLIS_SOURCE_DIR "/gateway/audit/bundle/verify.py' " +
               quoted(bundle) + " " + options);
}

// A log, and bundles of it in the same folder.
class BundleTest : public audit::test::LogTest
{
protected:
    static constexpr const char* kOtherKey = "vk_fedcba9876543210";

    static std::string callName(int i)
    {
        return "019aab12-3456-7789-8abc-def" + std::to_string(100'000'000 + i);
    }

    // A second passes between calls, so that times tell records apart.
    void appendCall(AuditLog& log, int i, std::string arguments = R"({"patient":"P1","limit":3})")
    {
        m_clock.advance(std::chrono::seconds(1));
        const std::int64_t n =
            mustAppend(log, audit::test::intent(callName(i), std::move(arguments)));
        mustAppend(log,
                   audit::test::outcome(callName(i), n, R"({"rows":)" + std::to_string(i) + "}"));
    }

    void appendRefusal(AuditLog& log, int i)
    {
        m_clock.advance(std::chrono::seconds(1));
        mustAppend(log, audit::test::denied(callName(i), "drop"));
    }

    // Three records a round: a call and its outcome, and a refusal of another key.
    void fill(AuditLog& log, int rounds)
    {
        for (int i = 0; i < rounds; ++i) {
            appendCall(log, 2 * i);
            appendRefusal(log, 2 * i + 1);
        }
    }

    [[nodiscard]] std::unique_ptr<AuditLog> openFilled(int rounds)
    {
        auto log = open();
        fill(*log, rounds);
        return log;
    }

    [[nodiscard]] LogSigner signerOf(const AuditLog& log) const
    {
        return LogSigner::make(m_keys, log.origin()).value();
    }

    [[nodiscard]] Result<ExportSummary> tryExport(const AuditLog& log,
                                                  const ExportRequest& request,
                                                  const ExportProgress& progress = {},
                                                  const std::stop_token& stop = {})
    {
        const LogSigner signer = signerOf(log);
        Connection connection = audit::test::readOnly(database(), key());
        return exportBundle(
            connection, contentKeys(), signer, request, bundlePath(), {progress, stop, {}});
    }

    [[nodiscard]] ExportSummary mustExport(const AuditLog& log, const ExportRequest& request = {})
    {
        auto summary = tryExport(log, request);
        EXPECT_TRUE(summary) << (summary ? "" : summary.error().message + summary.error().cause);
        return summary ? std::move(*summary) : ExportSummary();
    }

    [[nodiscard]] std::filesystem::path bundlePath() const
    {
        return m_folder.path() / "bundles" / "bundle.zip";
    }

    // The bundle as a folder.
    [[nodiscard]] std::filesystem::path unpack() const
    {
        const std::filesystem::path folder = m_folder.path() / "unpacked";
        std::filesystem::remove_all(folder);
        const Ran ran =
            run("python3 -B -m zipfile -e " + quoted(bundlePath()) + " " + quoted(folder));
        EXPECT_EQ(ran.status, 0) << ran.output;
        return folder;
    }

    // What is beside the bundle, and the bundle itself.
    [[nodiscard]] std::size_t filesWritten() const
    {
        const std::filesystem::directory_iterator files(bundlePath().parent_path());
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }

    BundleTest() { m_options.durability = api::Durability::Standard; }

    void SetUp() override { std::filesystem::create_directory(bundlePath().parent_path()); }
};

inline std::size_t linesOf(const std::filesystem::path& file)
{
    const std::string text = readFile(file);
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

} // namespace portcullis::audit::bundle::test
