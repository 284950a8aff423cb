#include "gateway/audit/bundle/header.h"

#include "gateway/audit/bundle/fields.h"

#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kMaxHeader = 1024;

Result<std::optional<Header::Counter>>
counterOf(Fields& fields, std::string_view owner, std::string_view number)
{
    if (fields.has(owner)) {
        Header::Counter counter{fields.text(owner), fields.integer(number)};
        if (auto good = fields.result(); !good) {
            return fail(std::move(good.error()));
        }
        return counter;
    }
    if (fields.has(number)) {
        return invalid(fields.where(), ": " + std::string(number) + " counts nothing.");
    }
    return std::nullopt;
}

} // namespace

Result<Header> Header::parse(std::string_view line, const Where& where)
{
    if (line.size() > kMaxHeader) {
        return invalid(where, ": the header is too long.");
    }
    const auto document = parseCanonical(line, where);
    if (!document) {
        return fail(document.error());
    }
    Fields fields(document->root(), where);
    Header header;
    header.n = fields.integer("n");
    header.version = fields.integer("v");
    header.t = fields.integer("t");
    header.hw = fields.integer("hw");
    header.type = fields.text("type");
    header.body = fields.digest("body");
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    auto key = counterOf(fields, "key", "kn");
    auto server = counterOf(fields, "srv", "sn");
    if (!key || !server) {
        return fail(std::move(key ? server.error() : key.error()));
    }
    header.key = std::move(*key);
    header.server = std::move(*server);
    if (header.type.starts_with("call.")) {
        header.call = fields.text("call");
    }
    if (auto good = fields.result(); !good) {
        return fail(std::move(good.error()));
    }
    return header;
}

} // namespace portcullis::audit::bundle
