#include "gateway/protocol/uri_names.h"

#include "gateway/base/ascii.h"
#include "gateway/protocol/text.h"

namespace portcullis::protocol {

namespace {

constexpr std::string_view kAppScheme = "ui://";
constexpr std::string_view kWebScheme = "https://";

} // namespace

std::string UriNames::toClient(std::string_view uri) const
{
    if (!rewrites()) {
        return std::string(uri);
    }
    if (uri.starts_with(kAppScheme)) {
        return std::string(kAppScheme) + m_server.str() + "/" +
               std::string(uri.substr(kAppScheme.size()));
    }
    return m_server.str() + "+" + std::string(uri);
}

std::string UriNames::linkToClient(std::string_view uri) const
{
    const bool web = asciiLower(uri.substr(0, kWebScheme.size())) == kWebScheme;
    return web && m_webLinks == WebLinks::Keep ? std::string(uri) : toClient(uri);
}

std::optional<ResourceTarget> readUriName(std::string_view uri)
{
    const bool ofApp = uri.starts_with(kAppScheme);
    const std::string_view rest = ofApp ? uri.substr(kAppScheme.size()) : uri;
    const std::size_t end = rest.find(ofApp ? '/' : '+');
    if (end == std::string_view::npos || end == 0) {
        return std::nullopt;
    }
    const std::string_view own = rest.substr(end + 1);
    return ResourceTarget{ServerId(std::string(rest.substr(0, end))),
                          (ofApp ? std::string(kAppScheme) : std::string()) + std::string(own)};
}

std::string UriNames::toServer(std::string_view uri) const
{
    auto target = rewrites() ? readUriName(uri) : std::nullopt;
    return target && target->server == m_server ? std::move(target->uri) : std::string(uri);
}

namespace {

using Rename = std::string (UriNames::*)(std::string_view) const;

void writeRenamed(
    JsonWriter& out, JsonValue object, std::string_view key, const UriNames& uris, Rename rename)
{
    if (!uris.rewrites() || !object[key].isString()) {
        out.raw(object.raw());
        return;
    }
    out.beginObject();
    for (JsonValue member = object.first(); member.exists(); member = member.next()) {
        out.rawKey(member.rawName());
        if (member.name() == key) {
            out.string(toValidUtf8((uris.*rename)(member.string())));
        } else {
            out.raw(member.raw());
        }
    }
    out.endObject();
}

void writeBlock(
    JsonWriter& out, JsonValue block, const UriNames& uris, Rename rename, Rename renameLink)
{
    const JsonValue type = block["type"];
    if (type.stringEquals("resource_link")) {
        writeRenamed(out, block, "uri", uris, renameLink);
        return;
    }
    if (!uris.rewrites() || !type.stringEquals("resource")) {
        out.raw(block.raw());
        return;
    }
    out.beginObject();
    for (JsonValue member = block.first(); member.exists(); member = member.next()) {
        out.rawKey(member.rawName());
        if (member.name() == "resource" && member.isObject()) {
            writeRenamed(out, member, "uri", uris, rename);
        } else {
            out.raw(member.raw());
        }
    }
    out.endObject();
}

} // namespace

void writeWithUri(JsonWriter& out, JsonValue object, std::string_view key, const UriNames& uris)
{
    writeRenamed(out, object, key, uris, &UriNames::toClient);
}

void writeMetaMember(JsonWriter& out, JsonValue member, const UriNames& uris)
{
    const std::string name = member.name();
    out.rawKey(member.rawName());
    if (name == "ui" && member.isObject()) {
        writeWithUri(out, member, "resourceUri", uris);
    } else if (name == "ui/resourceUri" && member.isString() && uris.rewrites()) {
        out.string(toValidUtf8(uris.toClient(member.string())));
    } else {
        out.raw(member.raw());
    }
}

void writeContentBlock(JsonWriter& out, JsonValue block, const UriNames& uris)
{
    writeBlock(out, block, uris, &UriNames::toClient, &UriNames::linkToClient);
}

void writeServersBlock(JsonWriter& out, JsonValue block, const UriNames& uris)
{
    writeBlock(out, block, uris, &UriNames::toServer, &UriNames::toServer);
}

} // namespace portcullis::protocol
