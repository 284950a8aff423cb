#pragma once

#include <sys/file.h>

#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace portcullis::test {

// Holds the lock of a data folder's log as a program with this process id would.
class HeldLock
{
public:
    HeldLock(const std::filesystem::path& dataFolder, int process)
        : m_descriptor(
              ::open((dataFolder / "audit.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
    {
        const std::string text = std::to_string(process) + "\n";
        if (m_descriptor < 0 || ::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 ||
            ::ftruncate(m_descriptor, 0) != 0 ||
            ::pwrite(m_descriptor, text.data(), text.size(), 0) < 0) {
            throw std::runtime_error("the lock of the log cannot be held");
        }
    }

    ~HeldLock() { ::close(m_descriptor); }

    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;
    HeldLock(HeldLock&&) = delete;
    HeldLock& operator=(HeldLock&&) = delete;

private:
    int m_descriptor;
};

} // namespace portcullis::test
