#include "gateway/upstream/line_splitter.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// Any bytes as the output of a server. What must hold: no crash, the same lines however the bytes
// are cut into reads, no line end inside a line, and none over the limit.

namespace {

using portcullis::upstream::guessId;
using portcullis::upstream::LineSplitter;

constexpr std::size_t kLimit = 300;

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

// One text for all lines and what is left.
std::string split(std::string_view bytes, std::size_t step)
{
    LineSplitter splitter(kLimit);
    std::string lines;
    while (!bytes.empty()) {
        const std::string_view piece = bytes.substr(0, step);
        const auto room = splitter.prepare(piece.size());
        require(room.size() >= piece.size());
        piece.copy(room.data(), piece.size());
        splitter.commit(piece.size());
        while (const auto line = splitter.next()) {
            require(line->text.find('\n') == std::string::npos && line->text.size() <= kLimit);
            require(line->tooLong == line->text.empty());
            if (line->tooLong) {
                static_cast<void>(guessId(line->head, line->tail));
            }
            lines += line->tooLong ? "<" + line->head + "|" + line->tail + ">" : line->text;
            lines += '\n';
        }
        bytes.remove_prefix(piece.size());
    }
    return lines;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::size_t step = 1 + data[0] % 64U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    require(split(bytes, bytes.size() + 1) == split(bytes, step));
    const std::size_t middle = bytes.size() / 2;
    static_cast<void>(guessId(bytes.substr(0, middle), bytes.substr(middle)));
    return 0;
}
