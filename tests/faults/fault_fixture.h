#pragma once

#include "tests/faults/oracle.h"
#include "tests/gateway/audit/log_fixture.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace portcullis::faults {

// A number from the environment, for the runs that run.sh asks for and to replay one.
inline std::uint64_t fromEnvironment(const char* name, std::uint64_t otherwise)
{
    const char* const text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

// Everything, and not only a sample?
inline bool isLongRun()
{
    return std::getenv("PORTCULLIS_FAULTS_LONG") != nullptr;
}

// A log in a folder of its own, with the oracle beside it.
class FaultTest : public audit::test::LogTest
{
protected:
    // Two records; what was reported goes to the oracle. False when one of them was not.
    bool call(audit::AuditLog& log, int i, std::size_t bytes = 100)
    {
        const std::string id = audit::test::callId(i);
        const auto begun = append(log, audit::test::intent(id, std::string(bytes, 'a')));
        if (!begun) {
            return false;
        }
        m_oracle.keep(*begun);
        const auto ended = append(log, audit::test::outcome(id, begun->n, std::string(bytes, 'r')));
        if (ended) {
            m_oracle.keep(*ended);
        }
        return ended.has_value();
    }

    void fill(int first, int count)
    {
        const auto log = open();
        for (int i = first; i < first + count; ++i) {
            EXPECT_TRUE(call(*log, i));
        }
    }

    [[nodiscard]] LogAccess access()
    {
        return {database(),
                key(),
                [this] { return Result<std::shared_ptr<const audit::LogKeys>>(m_keys); },
                [this] { return tryOpen(); }};
    }

    [[nodiscard]] Findings examine(std::uint64_t unanswered = 0)
    {
        return m_oracle.examine(access(), unanswered);
    }

    // Waits for a condition of another thread, which gives no other sign than that it holds.
    static bool waitFor(const std::function<bool()>& condition)
    {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    // They are replaced as a whole and synced before anything relies on them: what is left of them
    // is what they are.
    static void copyContentKeys(const std::filesystem::path& from, const std::filesystem::path& to)
    {
        if (std::filesystem::exists(from / "audit.keys")) {
            std::filesystem::copy(from / "audit.keys", to / "audit.keys");
        }
    }

    // For what changes the whole process: runs `work` in another one; its exit code.
    static int inOtherProcess(const std::function<int()>& work)
    {
        std::cout.flush(); // what is not written yet would be written by both
        std::fflush(nullptr);
        const pid_t child = ::fork();
        if (child == 0) {
            const int code = work();
            std::cout.flush();
            ::_exit(code);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }

    Oracle m_oracle;
};

} // namespace portcullis::faults
