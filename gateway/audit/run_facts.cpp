#include "gateway/audit/run_facts.h"

#include "gateway/audit/build_id.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_folder.h"

#include <openssl/crypto.h>

#include <fstream>
#include <sqlite3.h>
#include <string>
#include <system_error>

namespace portcullis::audit {

namespace {

// Only a connection can be asked.
std::string cipherVersion()
{
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open(":memory:", &handle);
    Connection connection(handle);
    return opened == SQLITE_OK ? connection.queryText("PRAGMA cipher_version").value_or("") : "";
}

// linux/Documentation/admin-guide/sysctl/kernel.rst, random.
std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id;
}

} // namespace

RunOpen runFacts(const std::filesystem::path& folder)
{
    RunOpen run;
    run.version = PORTCULLIS_VERSION;
    run.build = kBuildId;
    run.openssl = OpenSSL_version(OPENSSL_VERSION_STRING);
    run.sqlite = sqlite3_libversion();
    run.sqlcipher = cipherVersion();
    run.bootId = bootId();
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(folder / kLogFileName, unknown);
    if (!unknown) {
        run.databaseBytes = static_cast<std::int64_t>(bytes);
    }
    return run;
}

} // namespace portcullis::audit
