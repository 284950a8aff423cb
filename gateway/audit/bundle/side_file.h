#pragma once

#include "gateway/audit/bundle/packing.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace portcullis::audit::bundle {

// A file of a bundle that is written before its place in the archive comes. Until then it lies,
// packed, in the archive's folder, without a name: nothing is left of it when the program ends.
//
// Owner: who writes the bundle. Thread: one at a time; it packs on one of its own. Errors: those of
// PartFile; Internal (packing failed).
class SideFile
{
public:
    // `path` is that of the archive, and what messages call the file.
    [[nodiscard]] static Result<SideFile> create(const std::filesystem::path& path);

    SideFile(const SideFile&) = delete;
    SideFile& operator=(const SideFile&) = delete;
    SideFile(SideFile&&) noexcept;
    SideFile& operator=(SideFile&&) noexcept;
    ~SideFile();

    [[nodiscard]] Result<> line(std::string_view text); // its line feed is added
    [[nodiscard]] Result<PackedFile> end();

    // Packed bytes, after end(); how many there were from `offset` on, 0 behind the last.
    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset, std::span<char> out) const;

private:
    struct State;
    explicit SideFile(std::unique_ptr<State> state);

    [[nodiscard]] Result<> check(int code) const;

    std::unique_ptr<State> m_state;
};

} // namespace portcullis::audit::bundle
