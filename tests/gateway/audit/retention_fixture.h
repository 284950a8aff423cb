#pragma once

#include "gateway/audit/content_keeper.h"
#include "gateway/audit/log_check.h"
#include "tests/gateway/audit/memory_pins.h"
#include "tests/gateway/audit/read_raw.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace portcullis::audit::test {

namespace fs = std::filesystem;
using std::chrono::hours;

// A log with calls of patients.
class RetentionTest : public LogTest
{
protected:
    // A call of a patient and its outcome; returns the number of the intent.
    std::int64_t call(AuditLog& log, const std::string& patient)
    {
        m_clock.advance(hours(1));
        const std::string id = callId(m_calls++);
        const std::int64_t n = mustAppend(log, intent(id, R"({"patient":")" + patient + "\"}"));
        mustAppend(log, outcome(id, n, R"({"name":")" + patient + " of 7 Mill Lane\"}"));
        return n;
    }

    [[nodiscard]] static std::string argumentsOf(AuditLog& log, std::int64_t n)
    {
        const auto details = log.details(n);
        EXPECT_TRUE(details) << (details ? "" : details.error().message);
        return details ? details->arguments.value_or("") : "";
    }

    static api::EraseRequest about(std::string text)
    {
        api::EraseRequest request;
        request.containing = std::move(text);
        request.reason = "Art. 17 request 4711";
        return request;
    }

    static api::Hold holdOf(api::RecordFilter records)
    {
        return {{}, std::move(records), "Case 12/2026", "gui", -1};
    }

    void expectGenuine()
    {
        Connection connection = readOnly(database(), key());
        const auto report =
            checkLog(connection, contentKeys(), m_keys, {api::CheckDepth::Deep, {}});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(report->fault.value_or(""), "");
        EXPECT_EQ(report->contentsLost, 0U);
    }

    [[nodiscard]] std::int64_t query(const std::string& sql)
    {
        Connection connection = readOnly(database(), key());
        return connection.queryInteger(sql).value_or(-1);
    }

    int m_calls = 0;
};

} // namespace portcullis::audit::test
