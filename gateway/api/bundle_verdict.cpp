#include "gateway/api/bundle_verdict.h"

#include "gateway/base/encoding.h"

namespace portcullis::api {

std::string BundleVerdict::text() const
{
    if (status == Status::Invalid) {
        return "INVALID: " + sentence + "\n";
    }
    const std::string records =
        begin < end ? "records " + std::to_string(begin) + " to " + std::to_string(end - 1)
                    : "no records";
    const std::string ofSize = std::to_string(size);
    std::string text = "Log " + origin + ", " + records + " of " + ofSize + ".\n";
    text += exported.empty() ? "" : exported + "\n";
    text += "Scope: " + scope + ".\n";
    text += "Root " + toBase64(root) + " at size " + ofSize + ".\n";
    text += std::to_string(counts.headers) + " records, " + std::to_string(counts.bodies) +
            " bodies, " + std::to_string(counts.values) + " values shown, " +
            std::to_string(counts.withheld) + " withheld.\n";
    for (const std::string& line : said) {
        text += line + "\n";
    }
    text += status == Status::Valid ? "VALID: " : "VALID, BUT INCOMPLETE: ";
    return text + sentence + "\n";
}

} // namespace portcullis::api
