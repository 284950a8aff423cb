#pragma once

#include "gateway/http/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Heads of answers and requests as bytes. Fields that would break the framing are left out: those
// whose name or value is not one (RFC 9110 §5.1, §5.5), and those that the writer sets itself.
// Pure.
namespace portcullis::http {

struct AnswerFraming
{
    std::optional<std::uint64_t> length; // Content-Length
    bool chunked = false;
    bool close = false;
    bool http10 = false; // the client's version
};

[[nodiscard]] std::string
answerHead(unsigned status, const Headers& headers, const AnswerFraming& framing);
[[nodiscard]] std::string requestHead(std::string_view method,
                                      std::string_view target,
                                      std::string_view host,
                                      const Headers& headers,
                                      std::optional<std::uint64_t> length);
[[nodiscard]] std::string_view reasonPhrase(unsigned status);
// One chunk's size line (RFC 9112 §7.1).
[[nodiscard]] std::string chunkHead(std::size_t size);

} // namespace portcullis::http
