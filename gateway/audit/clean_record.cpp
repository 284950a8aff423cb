#include "gateway/audit/clean_record.h"

#include "gateway/audit/canonical.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <utility>

namespace portcullis::audit {

namespace {

// For the alternatives of Record.
class Cleaner
{
public:
    Cleaner(std::size_t limit, std::size_t idLimit)
        : m_limit(limit)
        , m_idLimit(idLimit)
    {}

    void operator()(RunOpen& record) const
    {
        clean({&record.version,
               &record.configHash,
               &record.build,
               &record.bootId,
               &record.openssl,
               &record.sqlcipher,
               &record.sqlite,
               &record.unlockedBy,
               &record.unlockedWith});
    }

    void operator()(RunClose& record) const { clean({&record.reason}); }

    void operator()(CallIntent& record) const
    {
        cleanIds(record.call, record.task, record.server);
        clean(record.caller);
        clean(record.parent);
        clean({&record.tool,
               &record.definitionHash,
               &record.serverVersion,
               &record.serverRevision,
               &record.serverTransport,
               &record.serverConfigHash,
               &record.rule});
    }

    void operator()(CallOutcome& record) const
    {
        cleanIds(record.call, record.key, record.caseId, record.server);
        clean({&record.client, &record.tool, &record.error});
    }

    void operator()(CallDenied& record) const
    {
        cleanIds(record.call, record.task, record.server);
        clean(record.caller);
        clean(record.parent);
        clean({&record.tool, &record.rule});
    }

    void operator()(AccessRefused& record) const
    {
        clean(record.caller);
        clean({&record.operation, &record.user});
    }

    void operator()(ConfigurationChanged& record) const
    {
        clean({&record.change, &record.subject, &record.before, &record.after, &record.by});
    }

    void operator()(ReviewSignedOff& record) const { clean({&record.review.comment, &record.by}); }

    void operator()(BundleExported& record) const
    {
        api::ExportRequest& request = record.request;
        clean({&request.purpose, &request.requestedBy, &record.summary.signedBy, &record.by});
        if (request.tool) {
            clean({&*request.tool});
        }
        if (request.caseId) {
            cleanId(*request.caseId);
        }
        for (std::string& field : request.redacted) {
            clean({&field});
        }
    }

    void operator()(LogChecked& record) const
    {
        clean({&record.by});
        if (record.report.fault) {
            clean({&*record.report.fault});
        }
    }

    void operator()(ContentErased& record) const { clean({&record.reason, &record.by}); }

    void operator()(RecordsPurged& record) const { clean({&record.by}); }

    void operator()(HoldSet& record) const
    {
        api::Hold& hold = record.hold;
        clean({&hold.reason, &hold.by, &hold.id});
        if (hold.records.tool) {
            clean({&*hold.records.tool});
        }
        if (hold.records.key) {
            cleanId(*hold.records.key);
        }
        if (hold.records.server) {
            cleanId(*hold.records.server);
        }
        if (hold.records.call) {
            cleanId(*hold.records.call);
        }
    }

    void operator()(HoldReleased& record) const
    {
        clean({&record.hold, &record.reason, &record.by});
    }

    void operator()(BudgetState&) const {} // nothing in it comes from outside

private:
    // Ids that Portcullis makes are short and plain; others must not keep a record from being
    // written.
    template <typename... Ids>
    void cleanIds(Ids&... ids) const
    {
        (cleanId(ids), ...);
    }

    template <typename Tag>
    void cleanId(Id<Tag>& id) const
    {
        const auto isPlain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; };
        if (id.str().size() <= m_idLimit && std::ranges::all_of(id.str(), isPlain)) {
            return;
        }
        std::string text = id.str().substr(0, m_idLimit);
        std::ranges::replace_if(text, std::not_fn(isPlain), '_');
        id = Id<Tag>(std::move(text));
    }

    void clean(Caller& caller) const
    {
        cleanIds(caller.key, caller.caseId);
        clean({&caller.session,
               &caller.client,
               &caller.clientVersion,
               &caller.transport,
               &caller.revision,
               &caller.executable,
               &caller.programPath});
    }

    void clean(ParentRequest& parent) const
    {
        clean({&parent.traceParent,
               &parent.traceState,
               &parent.requestId,
               &parent.model,
               &parent.conversation});
    }

    void clean(std::initializer_list<std::string*> texts) const
    {
        for (std::string* text : texts) {
            if (text->size() > m_limit || !isValidUtf8(*text)) {
                *text = cleanText(*text, m_limit);
            }
        }
    }

    std::size_t m_limit;
    std::size_t m_idLimit;
};

} // namespace

void cleanRecord(Record& record, std::size_t limit, std::size_t idLimit)
{
    std::visit(Cleaner(limit, idLimit), record);
}

} // namespace portcullis::audit
