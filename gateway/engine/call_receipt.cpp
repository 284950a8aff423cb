#include "gateway/engine/call_receipt.h"

#include "gateway/base/encoding.h"
#include "gateway/base/json_writer.h"
#include "gateway/protocol/meta_keys.h"

namespace portcullis::engine {

namespace {

constexpr std::string_view kMark = R"("io.portcullis/audit":0)";
constexpr std::size_t kBehind = 3; // the closing braces of _meta, of the result and of the message

} // namespace

std::string_view receiptMark()
{
    static_assert(kMark.substr(1).starts_with(protocol::kMetaAudit));
    return kMark;
}

void putReceipt(std::string& answer, const std::string& log, const audit::Receipt& receipt)
{
    JsonWriter value;
    value.beginObject();
    value.member("log", log).member("n", receipt.n).member("leaf", toHex(receipt.leaf));
    value.endObject();
    const std::size_t zero = answer.size() - kBehind - 1;
    answer.replace(zero, 1, value.str());
}

} // namespace portcullis::engine
