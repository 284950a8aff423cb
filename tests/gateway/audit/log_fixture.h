#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/audit/content_keys.h"
#include "tests/gateway/audit/sample_records.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace portcullis::audit::test {

inline std::string readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Appends and waits.
inline Result<Receipt> appendTo(AuditLog& log, Record record)
{
    std::promise<Result<Receipt>> promise;
    auto future = promise.get_future();
    log.append(std::move(record),
               [&promise](Result<Receipt> receipt) { promise.set_value(std::move(receipt)); });
    return future.get();
}

// A log in a folder of its own. The key is 32 times 7.
class LogTest : public ::testing::Test
{
protected:
    LogTest()
    {
        m_options.folder = m_folder.path() / "log";
        m_options.reserveBytes = 1024 * 1024;
        m_options.minimumFreeBytes = 1024 * 1024;
        m_options.maintenanceInterval = std::chrono::milliseconds(10);
        m_options.keys = [this](bool) { return Result<std::shared_ptr<const LogKeys>>(m_keys); };
    }

    static SecretBytes key(std::uint8_t byte = 7)
    {
        return SecretBytes(std::span<const std::uint8_t>(std::vector<std::uint8_t>(32, byte)));
    }

    [[nodiscard]] Result<std::unique_ptr<AuditLog>> tryOpen(std::uint8_t keyByte = 7)
    {
        return AuditLog::open(m_options, key(keyByte), m_clock);
    }

    [[nodiscard]] std::unique_ptr<AuditLog> open()
    {
        auto log = tryOpen();
        EXPECT_TRUE(log.has_value()) << (log ? "" : log.error().message + log.error().cause);
        return log ? std::move(*log) : nullptr;
    }

    static Result<Receipt> append(AuditLog& log, Record record)
    {
        return appendTo(log, std::move(record));
    }

    static std::int64_t mustAppend(AuditLog& log, Record record)
    {
        const auto receipt = append(log, std::move(record));
        EXPECT_TRUE(receipt.has_value()) << (receipt ? "" : receipt.error().cause);
        return receipt ? receipt->n : -1;
    }

    [[nodiscard]] std::filesystem::path database() const { return m_options.folder / "audit.db"; }

    // As they stand in their file now.
    [[nodiscard]] std::shared_ptr<const ContentKeys> contentKeys() const
    {
        auto keys = ContentKeys::open(m_options.folder / "audit.keys", key());
        EXPECT_TRUE(keys.has_value()) << (keys ? "" : keys.error().message);
        return keys ? std::move(*keys) : nullptr;
    }

    portcullis::test::TempFolder m_folder;
    portcullis::test::ManualClock m_clock;
    std::shared_ptr<const LogKeys> m_keys =
        std::make_shared<const LogKeys>(LogKeys::generate().value());
    LogOptions m_options;
};

} // namespace portcullis::audit::test
