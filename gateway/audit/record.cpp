#include "gateway/audit/record.h"

#include <algorithm>

namespace portcullis::audit {

std::string_view Content::view() const
{
    if (text == nullptr || begin > text->size()) {
        return {};
    }
    return std::string_view(*text).substr(begin, std::max(begin, end) - begin);
}

} // namespace portcullis::audit
