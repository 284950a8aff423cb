#pragma once

#include "gateway/audit/bundle/packing.h"

#include <functional>
#include <future>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// Packs files one after the other: while the next piece of one is collected, a thread of its own
// packs the last. A failure shows with a later piece, at the latest in end().
//
// Owner: who writes an archive; it stays where it is. Thread: one at a time. Memory: 1 MiB.
class PiecePacker
{
public:
    // Where packed bytes go, on the packing thread: 0, or a number that says what is wrong.
    using Take = std::function<int(std::string_view packed)>;
    static constexpr int kCannotPack = -1;

    explicit PiecePacker(Take take)
        : m_take(std::move(take))
    {}

    ~PiecePacker();
    PiecePacker(const PiecePacker&) = delete;
    PiecePacker& operator=(const PiecePacker&) = delete;

    void begin() { m_packer.begin(); }

    // 0, kCannotPack or what Take has said; then nothing but its end makes sense.
    [[nodiscard]] int write(std::string_view bytes);
    [[nodiscard]] int end();

    // After end().
    [[nodiscard]] PackedFile file() { return m_packer.file(); }

private:
    int finishPiece() { return m_packing.valid() ? m_packing.get() : 0; }

    void startPiece(bool isLast);

    Take m_take;
    std::string m_collected;

    // Of whoever packs.
    Packer m_packer;
    std::string m_piece;
    std::string m_packed;
    std::future<int> m_packing;
};

} // namespace portcullis::audit::bundle
