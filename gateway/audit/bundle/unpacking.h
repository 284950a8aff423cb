#pragma once

#include "gateway/audit/bundle/archive.h"

namespace portcullis::audit::bundle {

inline constexpr std::uint16_t kDeflated = 8; // the method of an entry; the other is 0, stored

// The unpacked bytes of an entry (RFC 1951, or as they are). Errors when reading: Corrupt when
// their number or checksum is not the one that the entry declares, or packed bytes are left over;
// IoError.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> unpack(std::shared_ptr<const InputFile> file,
                                                         const ArchiveEntry& entry);

} // namespace portcullis::audit::bundle
