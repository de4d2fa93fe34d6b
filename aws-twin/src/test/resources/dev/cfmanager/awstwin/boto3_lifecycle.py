# SPDX-License-Identifier: Apache-2.0
"""Creates, reads, updates and deletes a distribution, an origin access control and a bucket, with boto3 as it comes.

Endpoint and credentials come from the environment. The deployment is passed by the twin's own clock. Prints one word a
step; any refusal that is not expected ends it with a traceback.
"""

import os
import urllib.request

import boto3
from botocore.exceptions import ClientError


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(f"expected {code}")


def pass_time(span):
    request = urllib.request.Request(f"{os.environ['AWS_ENDPOINT_URL']}/_twin/clock?advance={span}", method="POST")
    urllib.request.urlopen(request).read()


s3 = boto3.client("s3")
s3.create_bucket(Bucket="media")
s3.put_object(Bucket="media", Key="a b/ü.txt", Body=b"hello", ContentType="text/plain")
assert s3.get_object(Bucket="media", Key="a b/ü.txt")["Body"].read() == b"hello"
s3.put_bucket_tagging(Bucket="media", Tagging={"TagSet": [{"Key": "team", "Value": "media"}]})
assert s3.get_bucket_tagging(Bucket="media")["TagSet"] == [{"Key": "team", "Value": "media"}]
refused("BucketNotEmpty", s3.delete_bucket, Bucket="media")
print("bucket")

cloudfront = boto3.client("cloudfront")
control = cloudfront.create_origin_access_control(
    OriginAccessControlConfig={
        "Name": "media",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
)
control_id = control["OriginAccessControl"]["Id"]
config = cloudfront.get_origin_access_control_config(Id=control_id)
config["OriginAccessControlConfig"]["Description"] = "grüße"
changed = cloudfront.update_origin_access_control(
    Id=control_id, IfMatch=config["ETag"], OriginAccessControlConfig=config["OriginAccessControlConfig"]
)
refused("PreconditionFailed", cloudfront.delete_origin_access_control, Id=control_id, IfMatch=config["ETag"])
print("control")

distribution = cloudfront.create_distribution(
    DistributionConfig={
        "CallerReference": "one",
        "Comment": "",
        "Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "media",
                    "DomainName": "media.s3.us-east-1.amazonaws.com",
                    "OriginAccessControlId": control_id,
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "media",
            "ViewerProtocolPolicy": "allow-all",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        },
    }
)
distribution_id = distribution["Distribution"]["Id"]
assert distribution["Distribution"]["Status"] == "InProgress"
refused("OriginAccessControlInUse", cloudfront.delete_origin_access_control, Id=control_id, IfMatch=changed["ETag"])
read = cloudfront.get_distribution_config(Id=distribution_id)
read["DistributionConfig"]["Enabled"] = False
updated = cloudfront.update_distribution(
    Id=distribution_id, IfMatch=read["ETag"], DistributionConfig=read["DistributionConfig"]
)
assert [item["Id"] for item in cloudfront.list_distributions()["DistributionList"]["Items"]] == [distribution_id]
refused("PreconditionFailed", cloudfront.delete_distribution, Id=distribution_id, IfMatch=read["ETag"])
pass_time("PT1H")
cloudfront.get_waiter("distribution_deployed").wait(Id=distribution_id, WaiterConfig={"Delay": 0, "MaxAttempts": 1})
cloudfront.delete_distribution(Id=distribution_id, IfMatch=updated["ETag"])
refused("NoSuchDistribution", cloudfront.get_distribution, Id=distribution_id)
cloudfront.delete_origin_access_control(Id=control_id, IfMatch=changed["ETag"])
refused("NoSuchOriginAccessControl", cloudfront.get_origin_access_control, Id=control_id)
s3.delete_object(Bucket="media", Key="a b/ü.txt")
s3.delete_bucket(Bucket="media")
print("distribution")
