#pragma once

#include "tests/faults/oracle.h"

#include <filesystem>
#include <string>

namespace portcullis::faults {

// The log of a data folder as the program has it: keys in logkeys.json, the pin in pin.json.
// `clock` must outlive what is returned.
[[nodiscard]] LogAccess
installedLog(const std::filesystem::path& folder, const SecretBytes& master, const Clock& clock);

// Receipts as lines of text, "<n> <leaf in hex>", that survive the death of the program in the
// moment they are written and take no system call: a file of a fixed size, in memory.
// Owner: the writer of the log. Thread: one. Errors: the constructor throws std::system_error.
class ReceiptFile
{
public:
    explicit ReceiptFile(const std::filesystem::path& existing);
    ~ReceiptFile();
    ReceiptFile(const ReceiptFile&) = delete;
    ReceiptFile& operator=(const ReceiptFile&) = delete;

    void add(const audit::Receipt& receipt);

private:
    char* m_begin = nullptr;
    std::size_t m_size = 0;
    std::size_t m_used = 0;
};

// Gives the oracle the receipts of a file. False when a line is not one.
[[nodiscard]] bool readReceipts(const std::filesystem::path& file, Oracle& oracle);

} // namespace portcullis::faults
