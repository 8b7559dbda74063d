"""From the first question to a conversation: inquiries, threads, messages, attachments.

Words: an *inquiry* is the first contact about a listing or booth, with quantity and wanted delivery; it
opens a *thread* between one buyer and one booth, and later inquiries of the same buyer join it. Both
sides' colleagues read along. A *scam notice* is a staff text shown beside inquiries.
What hurts: a thread belongs to two organizations; everything is fetched through ``Thread.visible_to``.
"""
