#include "gateway/protocol/client_features.h"

#include "gateway/protocol/elicitation_form.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/tasks.h"

namespace portcullis::protocol {

ClientFeatures readClientFeatures(JsonValue capabilities, Revision revision)
{
    const JsonValue elicitation = capabilities["elicitation"];
    const JsonValue sampling = capabilities["sampling"];
    const JsonValue roots = capabilities["roots"];
    const bool hasModes = revision > Revision::V2025_06_18;
    ClientFeatures features;
    features.elicitationUrl = hasModes && elicitation["url"].isObject();
    features.elicitationForm = elicitation.isObject() && revision > Revision::V2025_03_26 &&
                               (elicitation["form"].isObject() || !features.elicitationUrl);
    features.sampling = sampling.isObject();
    features.samplingTools = hasModes && sampling["tools"].isObject();
    features.samplingContext = sampling["context"].isObject();
    features.roots = roots.isObject();
    features.rootsListChanged = roots["listChanged"].boolean();
    features.apps = capabilities["extensions"][kAppsExtension].isObject();
    return features;
}

std::string writeClientFeatures(const ClientFeatures& features)
{
    JsonWriter out;
    out.beginObject();
    if (features.elicitationForm || features.elicitationUrl) {
        out.key("elicitation").beginObject();
        if (features.elicitationUrl) {
            if (features.elicitationForm) {
                out.rawMember("form", "{}");
            }
            out.rawMember("url", "{}");
        }
        out.endObject();
    }
    if (features.sampling) {
        out.key("sampling").beginObject();
        if (features.samplingTools) {
            out.rawMember("tools", "{}");
        }
        if (features.samplingContext) {
            out.rawMember("context", "{}");
        }
        out.endObject();
    }
    if (features.roots) {
        out.key("roots").beginObject();
        if (features.rootsListChanged) {
            out.member("listChanged", true);
        }
        out.endObject();
    }
    if (features.apps || features.tasks) {
        out.key("extensions").beginObject();
        if (features.tasks) {
            out.rawMember(kTasksExtension, "{}");
        }
        if (features.apps) {
            out.rawMember(kAppsExtension, R"({"mimeTypes":["text/html;profile=mcp-app"]})");
        }
        out.endObject();
    }
    return out.endObject().take();
}

ClientFeatures both(const ClientFeatures& a, const ClientFeatures& b)
{
    ClientFeatures features;
    features.elicitationForm = a.elicitationForm && b.elicitationForm;
    features.elicitationUrl = a.elicitationUrl && b.elicitationUrl;
    features.sampling = a.sampling && b.sampling;
    features.samplingTools = a.samplingTools && b.samplingTools;
    features.samplingContext = a.samplingContext && b.samplingContext;
    features.roots = a.roots && b.roots;
    features.rootsListChanged = a.rootsListChanged && b.rootsListChanged;
    features.apps = a.apps && b.apps;
    return features;
}

namespace {

// Of what the gateway knows nothing more than a name.
bool namesAll(JsonValue required, JsonValue had)
{
    for (JsonValue one = required.isObject() ? required.first() : JsonValue(); one.exists();
         one = one.next()) {
        const bool read = one.name() == kTasksExtension || one.name() == kAppsExtension;
        if (!read && !had[one.name()].exists()) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<bool>
lacksRequired(std::string_view data, const ClientFeatures& declared, JsonValue capabilities)
{
    const auto document = JsonDocument::parse(std::string(data));
    const JsonValue needed = document ? document->root()["requiredCapabilities"] : JsonValue();
    if (!needed.isObject() || needed.size() == 0) {
        return std::nullopt;
    }
    ClientFeatures required = readClientFeatures(needed);
    required.tasks = declaresTasks(needed);
    ClientFeatures had = both(required, declared);
    had.tasks = required.tasks && declared.tasks;
    return had != required || !namesAll(needed["extensions"], capabilities["extensions"]) ||
           !namesAll(needed["experimental"], capabilities["experimental"]);
}

bool isClientMethod(std::string_view method)
{
    return method == "elicitation/create" || method == "sampling/createMessage" ||
           method == "roots/list";
}

bool mayBeAsked(const ClientFeatures& features, std::string_view method, JsonValue params)
{
    if (method == "elicitation/create") {
        const JsonValue mode = params["mode"];
        if (!mode.exists() || mode.stringEquals("form")) {
            return features.elicitationForm && !asksForSecret(params["requestedSchema"]);
        }
        return mode.stringEquals("url") && features.elicitationUrl;
    }
    if (method == "sampling/createMessage") {
        const bool withTools = params["tools"].exists() || params["toolChoice"].exists();
        return features.sampling && (features.samplingTools || !withTools);
    }
    return method == "roots/list" && features.roots;
}

} // namespace portcullis::protocol
