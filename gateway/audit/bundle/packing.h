#pragma once

#include "gateway/audit/hashing.h"
#include "gateway/base/crypto.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// What an archive says of a file that was packed, and its SHA-256.
struct PackedFile
{
    std::uint64_t size = 0; // unpacked
    std::uint32_t crc = 0;
    Digest digest{};
};

// Packs files into raw deflate streams (RFC 1951), piece by piece, one file after the other. The
// same pieces give the same stream on one machine; another processor may pack them differently.
//
// Owner: who writes an archive. Thread: one at a time. Memory: 400 KiB. Errors: whatever says no,
// and then nothing but its end makes sense.
class Packer
{
public:
    Packer();
    ~Packer();

    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    void begin();
    // Appends to `out` what there is of the stream; all of it after the last piece, which may be
    // empty.
    [[nodiscard]] bool pack(std::string_view piece, bool isLast, std::string& out);
    // After the last piece.
    [[nodiscard]] PackedFile file();

private:
    struct Stream;

    std::unique_ptr<Stream> m_stream;
    PackedFile m_file;
    Hasher m_hasher;
};

} // namespace portcullis::audit::bundle
