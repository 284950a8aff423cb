#include "gateway/audit/clean_record.h"

#include "gateway/audit/canonical.h"
#include "gateway/base/encoding.h"

#include <initializer_list>

namespace portcullis::audit {

namespace {

// For the alternatives of Record.
class Cleaner
{
public:
    explicit Cleaner(std::size_t limit)
        : m_limit(limit)
    {}

    void operator()(RunOpen& record) const { clean({&record.version, &record.configHash}); }

    void operator()(RunClose& record) const { clean({&record.reason}); }

    void operator()(CallIntent& record) const
    {
        clean(record.caller);
        clean(record.parent);
        clean({&record.tool,
               &record.definitionHash,
               &record.serverVersion,
               &record.serverRevision,
               &record.rule});
    }

    void operator()(CallOutcome& record) const
    {
        clean({&record.client, &record.tool, &record.error});
    }

    void operator()(CallDenied& record) const
    {
        clean(record.caller);
        clean(record.parent);
        clean({&record.tool, &record.rule});
    }

    void operator()(AccessRefused& record) const { clean(record.caller); }

    void operator()(ConfigurationChanged& record) const
    {
        clean({&record.change, &record.subject, &record.before, &record.after, &record.by});
    }

private:
    void clean(Caller& caller) const
    {
        clean({&caller.session,
               &caller.client,
               &caller.clientVersion,
               &caller.transport,
               &caller.revision,
               &caller.executable});
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
};

} // namespace

void cleanRecord(Record& record, std::size_t limit)
{
    std::visit(Cleaner(limit), record);
}

} // namespace portcullis::audit
