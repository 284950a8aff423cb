#include "tests/ui/audit/sample_log.h"

#include <sqlite3.h>

namespace portcullis::test {

bool SampleLog::isListed(::sqlite3* reader) const
{
    bool listed = false;
    const auto take = [](void* found, int, char** values, char**) {
        *static_cast<bool*>(found) = values[0][0] == '1';
        return 0;
    };
    sqlite3_exec(
        reader, "SELECT next > (SELECT max(n) FROM rec) FROM listing", take, &listed, nullptr);
    return listed;
}

} // namespace portcullis::test
