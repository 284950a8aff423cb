#include "app/ctl/key_binding_options.h"

#include "gateway/api/config_json.h"
#include "gateway/base/encoding.h"
#include "gateway/base/program_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <system_error>

namespace portcullis::ctl {

namespace {

constexpr std::string_view kHashPrefix = "sha256:";
constexpr std::size_t kShownDigits = 16;

Result<api::BoundProgram> programOf(const std::string& text)
{
    api::BoundProgram program;
    if (text.starts_with(kHashPrefix)) {
        const auto bytes = fromHex(std::string_view(text).substr(kHashPrefix.size()));
        if (!bytes || bytes->size() != program.hash.size()) {
            return fail(ErrorCode::InvalidArgument,
                        "A hash is \"sha256:\" and 64 hexadecimal digits.");
        }
        std::ranges::copy(*bytes, program.hash.begin());
        return program;
    }
    std::error_code unknown; // hashProgram() says what is wrong with it
    const std::filesystem::path path = std::filesystem::canonical(text, unknown);
    const auto hash = hashProgram(unknown ? std::filesystem::path(text) : path);
    if (!hash) {
        return fail(hash.error());
    }
    program.hash = *hash;
    program.path = path.string();
    return program;
}

} // namespace

void addKeyBindingOptions(CLI::App& command, KeyBindingOptions& options, bool removable)
{
    CLI::Option* transport =
        command
            .add_option("--transport",
                        options.transports,
                        "The ways in it may be used on: http, sse, stdio, with commas between")
            ->type_name("WAYS")
            ->delimiter(',')
            ->allow_extra_args(false)
            ->check(CLI::IsMember({"http", "sse", "stdio"}));
    CLI::Option* program =
        command
            .add_option("--program",
                        options.programs,
                        "A program that alone may use it, or sha256: and its hash; may be given "
                        "many times")
            ->type_name("FILE")
            ->allow_extra_args(false);
    if (removable) {
        command.add_flag("--any-transport", options.anyTransport, "Usable on every way in")
            ->excludes(transport);
        command.add_flag("--any-program", options.anyProgram, "Usable by every program")
            ->excludes(program);
    }
}

template <typename Key>
Result<> bind(const KeyBindingOptions& options, Key& key)
{
    if (options.anyTransport || !options.transports.empty()) {
        key.transports.clear();
    }
    for (const std::string& name : options.transports) {
        if (const auto transport = api::keyTransportFromName(name)) {
            key.transports.push_back(*transport);
        }
    }
    std::ranges::sort(key.transports);
    const auto doubles = std::ranges::unique(key.transports);
    key.transports.erase(doubles.begin(), doubles.end());
    if (options.anyProgram || !options.programs.empty()) {
        key.programs.clear();
    }
    for (const std::string& text : options.programs) {
        auto program = programOf(text);
        if (!program) {
            return fail(std::move(program.error()));
        }
        const bool isNew =
            std::ranges::find(key.programs, program->hash, &api::BoundProgram::hash) ==
            key.programs.end();
        if (isNew) {
            key.programs.push_back(std::move(*program));
        }
    }
    return {};
}

template Result<> bind(const KeyBindingOptions&, api::UpdateKey&);
template Result<> bind(const KeyBindingOptions&, api::NewKey&);

std::string joinTransports(const api::KeyTransports& transports)
{
    std::string text;
    for (const api::KeyTransport transport : transports) {
        text += (text.empty() ? "" : ", ") + std::string(api::keyTransportName(transport));
    }
    return text.empty() ? "any" : text;
}

std::string joinPrograms(const api::KeyPrograms& programs)
{
    std::string text;
    for (const api::BoundProgram& program : programs) {
        text += text.empty() ? "" : ", ";
        text += program.path + (program.path.empty() ? "" : " ");
        text += std::string(kHashPrefix) + toHex(program.hash).substr(0, kShownDigits) + "…";
    }
    return text.empty() ? "any" : text;
}

nlohmann::json describeKey(const api::KeyConfig& key)
{
    nlohmann::json json = api::toJson(key);
    json.erase("hash");
    if (key.retiring) {
        json["retiring"].erase("hash");
    }
    return json;
}

} // namespace portcullis::ctl
