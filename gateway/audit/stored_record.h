#pragma once

#include "gateway/audit/database.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portcullis::audit {

// One row of `rec` against itself: whether its hashes, its lines and its projection say the same.
// Views live until the row's statement goes on.
struct StoredRecord
{
    std::int64_t n = 0;
    Digest leaf{};
    std::string type;
    std::int64_t hw = 0;
    std::string_view head;    // signature of the tree that ends here; mostly empty
    bool bodyRemoved = false; // by retention: only the header could be checked

    // The columns that read() wants, in its order.
    [[nodiscard]] static std::string_view columns();
    static constexpr int kColumnCount = 22;
    // Of such a row; empty when it was removed.
    [[nodiscard]] static std::string_view bodyOf(const Statement& row);
    // Checks a row. Errors: Corrupt, whose message names what is wrong and begins in lower case.
    [[nodiscard]] static Result<StoredRecord> read(const Statement& row);
};

} // namespace portcullis::audit
