#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "app/ctl/witness_folder.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/clock.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

#include <chrono>

namespace portcullis::ctl {

namespace {

using nlohmann::json;
using Takes = CommandLine::Takes;

constexpr std::size_t kMaxRequest = std::size_t{128} * 1024;

struct WitnessOptions
{
    Common common;
    std::string name;
    std::string request;
    std::string logKey;
    std::string out;
};

Result<WitnessFolder> openWitness(const WitnessOptions& options)
{
    return WitnessFolder::open(options.common.dataFolder(), options.common.unlockWay());
}

Result<ExitCode> init(const WitnessOptions& options)
{
    const auto witness =
        WitnessFolder::make(options.common.dataFolder(), options.common.unlockWay(), options.name);
    if (!witness) {
        return fail(witness.error());
    }
    if (options.common.json) {
        printJson({{"name", options.name}, {"key", witness->verifier().vkey()}});
    } else {
        printLine("This witness signs with the key " + witness->verifier().vkey());
    }
    return ExitCode::Ok;
}

// What is known of the log, or its key as a person says it the first time.
Result<audit::WitnessedLog>
knownLog(const WitnessFolder& witness, const WitnessOptions& options, const std::string& origin)
{
    auto known = witness.known(origin);
    if (known || known.error().code != ErrorCode::NotFound) {
        return known;
    }
    if (options.logKey.empty()) {
        return fail(
            ErrorCode::InvalidArgument,
            "The witness does not know this log yet: say its Ed25519 key with --log-key, as "
            "`portcullisctl audit checkpoint` prints it at the log's own machine.");
    }
    const auto key = audit::parseVkey(options.logKey);
    if (!key || key->algorithm != audit::NoteAlgorithm::Ed25519 ||
        audit::logOf(key->name) != audit::logOf(origin)) {
        return fail(ErrorCode::InvalidArgument,
                    "--log-key is not the Ed25519 key of the log " + origin + ".");
    }
    return audit::WitnessedLog{key->publicBytes, 0, {}};
}

Result<audit::SignedNote> cosigned(const WitnessFolder& witness, const WitnessOptions& options)
{
    const auto text = readWholeFile(options.request, kMaxRequest);
    if (!text) {
        return fail(text.error());
    }
    const auto request = audit::WitnessRequest::parse(*text);
    if (!request) {
        return fail(request.error());
    }
    const auto claimed = api::TreeHead::parse(request->checkpoint.text);
    if (!claimed) {
        return fail(claimed.error());
    }
    const auto known = knownLog(witness, options, claimed->origin);
    if (!known) {
        return fail(known.error());
    }
    if (const auto judged = audit::judgeRequest(*request, *known); !judged) {
        return fail(judged.error());
    }
    const auto now = SystemClock().wallNow().time_since_epoch();
    return witness.cosign(request->checkpoint,
                          known->publicKey,
                          std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Result<ExitCode> cosign(const WitnessOptions& options)
{
    const auto witness = openWitness(options);
    if (!witness) {
        return fail(witness.error());
    }
    const auto note = cosigned(*witness, options);
    if (!note) {
        return fail(note.error());
    }
    if (options.out.empty()) {
        print(note->format());
        return ExitCode::Ok;
    }
    auto written = writeFileAtomically(options.out, note->format());
    return written ? Result<ExitCode>(ExitCode::Ok) : fail(std::move(written.error()));
}

json toJson(const WitnessFolder::Known& log)
{
    return {{"origin", log.head.origin},
            {"pin", api::formatPin(log.head)},
            {"size", log.head.size},
            {"note", log.note.format()}};
}

Result<ExitCode> show(const WitnessOptions& options)
{
    const auto witness = openWitness(options);
    if (!witness) {
        return fail(witness.error());
    }
    const auto logs = witness->all();
    if (!logs) {
        return fail(logs.error());
    }
    if (options.common.json) {
        json list = json::array();
        for (const WitnessFolder::Known& log : *logs) {
            list.push_back(toJson(log));
        }
        printJson({{"key", witness->verifier().vkey()}, {"logs", std::move(list)}});
        return ExitCode::Ok;
    }
    printLine("Key " + witness->verifier().vkey());
    Table table({"LOG", "PIN"});
    for (const WitnessFolder::Known& log : *logs) {
        table.add({log.head.origin, api::formatPin(log.head)});
    }
    print(logs->empty() ? "No log has been witnessed yet.\n" : table.text());
    return ExitCode::Ok;
}

} // namespace

void addWitnessCommands(CommandLine& commands)
{
    CLI::App& witness =
        commands.group("witness", "Remember logs of other machines, and sign that they only grow");
    const auto options = std::make_shared<WitnessOptions>();
    const std::shared_ptr<Common> common(options, &options->common);
    const auto add = [&](const char* name, const char* description, auto work) -> CLI::App& {
        CLI::App& command = commands.add(
            witness, name, description, Takes::DataUnlockJson, common, [options, work] {
                return work(*options);
            });
        CommandLine::onFolder(command);
        return command;
    };
    add("init", "Make a witness in the folder --data", init)
        .add_option("--name", options->name, "What its signatures are called, such as a host name")
        ->required()
        ->type_name("NAME");
    CLI::App& signing =
        add("cosign", "Sign a checkpoint if its log goes on from what is known of it", cosign);
    signing.add_option("request", options->request, "From `audit checkpoint --request`")
        ->required()
        ->type_name("FILE");
    signing.add_option("--log-key", options->logKey, "The log's Ed25519 key, the first time")
        ->type_name("VKEY");
    signing.add_option("--out", options->out, "Where to write the signed checkpoint")
        ->type_name("FILE");
    add("show", "Show the newest checkpoint of each log, for audit verify --pin", show);
}

} // namespace portcullis::ctl
